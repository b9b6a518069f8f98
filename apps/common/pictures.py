"""Pictures are drawn anew from their pixels: place, camera and whatever else hides in the file stay behind."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .file_contents import MOST_PIXELS

FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
LOSSLESS_WEBP = b"VP8L"
JPEG_QUALITY = 90
WEBP_QUALITY = 90
# Bytes up to which the slow search for the smallest file is worth its time.
SMALL = 64 * 1024
JPEG_MODES = ("L", "RGB", "CMYK")
# What Pillow's decoders raise on spoilt pictures.
SPOILT = (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError)


def redrawn(file: UploadedFile, extension: str) -> UploadedFile:
    """The picture with nothing but its pixels, turned as its camera said; any other file as it is.

    Its first bytes were checked, its size too. `ValidationError`, in words for the field, where it cannot be drawn.
    """
    if extension not in FORMATS:
        return file
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            content = _drawn(file, FORMATS[extension])
    except (*SPOILT, Image.DecompressionBombWarning) as spoilt:
        raise ValidationError(
            _("This picture cannot be drawn. Please export it again from the program that made it."), code="content"
        ) from spoilt
    finally:
        file.seek(0)
    return SimpleUploadedFile(file.name, content, file.content_type)


def _drawn(file: UploadedFile, form: str) -> bytes:
    file.seek(0)
    with Image.open(file, formats=[form]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        opened.load()
        picture = ImageOps.exif_transpose(opened)
    transparency = picture.info.get("transparency")
    picture.info = {} if transparency is None else {"transparency": transparency}
    content = io.BytesIO()
    if form == "JPEG":
        picture = picture if picture.mode in JPEG_MODES else picture.convert("RGB")
        picture.save(content, form, quality=JPEG_QUALITY, optimize=True)
    elif form == "WEBP":
        file.seek(12)
        picture.save(content, form, lossless=file.read(4) == LOSSLESS_WEBP, quality=WEBP_QUALITY, method=6)
    else:
        picture.save(content, form, optimize=file.size <= SMALL)
    return content.getvalue()
