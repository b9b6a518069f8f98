"""The network that opens laboratory, labelling and follow-up, the others open their own rooms only; who does what."""

NFP = "nfp"
READING = ("head", "alternate", "contributor", "reader")
WRITING = ("head", "alternate", "contributor")
SPEAKING = ("head", "alternate")
# What an observer is where the office decided that its kind reads less than all seats do.
LISTENING = "observer"
# Under this name a circular carries whether it is addressed to the person whom it is known to (`known_to`).
ADDRESSED = "is_addressed_to_reader"
