"""Every address × every sort of reader × reading and writing, in one table that is tried cell by cell."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation

from .address_cases import ARGUMENTS, READERS, things

pytestmark = pytest.mark.django_db

# GET/POST for each reader in the order of READERS; "in" = sent to sign-in; 405 = the address does not know the method;
# 422 = a form with messages; 409 = no longer open. Another country's object answers 404, like one that never was.
MATRIX = """
way_in                                    302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
choose_language                           302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
healthz                                   200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
readyz                                    200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
robots                                    200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
favicon                                   302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
picture                                   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
mail_events                               404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
mail_inbound                              404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
pages:home                                200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
pages:about                               200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
pages:page                                200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
pages:preview                             404/405 404/405 404/405 404/405 404/405 404/405 404/405 200/405 200/405
pages:dashboard                           in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
activities:list                           200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
activities:activity                       200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:list                                 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:item                                 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
global_compact:page                       200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
documents:list                            200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
documents:document                        200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
documents:document hidden                 404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
documents:file                            200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
documents:file hidden                     404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
documents:light                           200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
documents:version                         200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
activities:papers                         200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
space_documents:list                      in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
space_documents:document                  in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
space_documents:document seats            in/in   403/405 404/405 200/405 200/405 200/405 200/405 200/405 200/405
space_documents:document hidden           in/in   403/405 404/405 404/405 404/405 404/405 404/405 200/405 200/405
space_documents:file seats                in/in   403/405 404/405 200/405 200/405 200/405 200/405 200/405 200/405
space_documents:file hidden               in/in   403/405 404/405 404/405 404/405 404/405 404/405 200/405 200/405
space_documents:light                     in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
space_documents:version                   in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
space_meetings:meeting                    in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
space_meetings:papers                     in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
upload_begin                              in/in   405/403 405/422 405/422 405/422 405/422 405/422 405/422 405/422
upload_piece                              in/in   405/403 405/404 405/404 405/404 405/404 405/404 405/404 405/404
framework:current                         302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
framework:plan                            200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
framework:area                            200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
framework:objective                       200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
framework:action                          200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
topics:list                               200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
topics:topic                              200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
partners:list                             200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
partners:partner                          200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
chairmanships:list                        200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
chairmanships:chairmanship                200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
reference_countries:list                  200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
laboratory:numbers                        200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
lab:list                                  in/in   403/405 403/405 200/405 200/405 200/405 200/405 200/405 403/405
lab:ours                                  in/in   403/405 403/405 200/405 200/405 200/405 200/405 200/405 403/405
lab:new                                   in/in   403/403 403/403 200/422 403/403 200/422 403/403 403/403 403/403
lab:autosave_new                          401/401 405/403 405/403 405/422 405/403 405/422 405/403 405/403 405/403
lab:autosave draft                        401/401 405/404 405/404 405/200 405/403 405/404 405/404 405/404 405/404
lab:autosave open                         401/401 405/404 405/404 405/200 405/403 405/403 405/403 405/403 405/404
lab:let_go draft                          in/in   405/404 405/404 405/302 405/403 405/404 405/404 405/404 405/404
lab:let_go open                           in/in   405/404 405/404 405/302 405/403 405/403 405/403 405/403 405/404
lab:concept_note draft                    in/in   404/405 404/405 200/405 200/405 404/405 404/405 404/405 404/405
lab:concept_note open                     in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
lab:concept_note_pdf draft                in/in   404/405 404/405 200/405 200/405 404/405 404/405 404/405 404/405
lab:concept_note_pdf open                 in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
lab:proposal draft                        in/in   404/405 404/405 200/405 200/405 404/405 404/405 404/405 404/405
lab:edit draft                            in/in   404/404 404/404 200/422 403/403 404/404 404/404 404/404 404/404
lab:step draft                            in/in   405/404 405/404 405/302 405/403 405/404 405/404 405/404 405/404
lab:offer draft                           in/in   404/404 404/404 403/403 403/403 404/404 404/404 404/404 404/404
lab:file draft                            in/in   404/405 404/405 200/405 200/405 404/405 404/405 404/405 404/405
lab:file foreign                          in/in   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
lab:proposal open                         in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
lab:edit open                             in/in   404/404 404/404 409/422 403/403 403/403 403/403 403/403 404/404
lab:step open                             in/in   405/404 405/404 405/422 405/403 405/403 405/403 405/422 405/404
lab:news draft                            in/in   405/404 405/404 405/409 405/403 405/404 405/404 405/404 405/404
lab:news open                             in/in   405/404 405/404 405/422 405/403 405/403 405/403 405/403 405/404
lab:date open                             in/in   405/404 405/404 405/422 405/403 405/403 405/403 405/422 405/404
lab:explain draft                         in/in   405/404 405/404 405/409 405/403 405/404 405/404 405/404 405/404
lab:explain open                          in/in   405/404 405/404 405/409 405/403 405/403 405/403 405/403 405/404
lab:sequel draft                          in/in   404/404 404/404 409/409 403/403 404/404 404/404 404/404 404/404
lab:sequel open                           in/in   404/404 404/404 409/409 403/403 403/403 403/403 409/409 404/404
lab:standing_offers                       in/in   403/405 403/405 200/405 200/405 200/405 200/405 200/405 403/405
lab:new_standing_offer                    in/in   403/403 403/403 200/422 403/403 200/422 403/403 403/403 403/403
lab:standing_offer                        in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
lab:withdraw_standing_offer               in/in   405/404 405/404 405/403 405/403 405/302 405/403 405/403 405/404
lab:renew_standing_offer                  in/in   405/404 405/404 405/403 405/403 405/302 405/403 405/403 405/404
lab:step unknown                          in/in   405/404 405/404 405/404 405/404 405/404 405/404 405/404 405/404
lab:offer open                            in/in   404/404 404/404 403/403 403/403 200/422 403/403 403/403 404/404
lab:offer_step open                       in/in   405/404 405/404 405/302 405/403 405/403 405/403 405/403 405/404
lab:offer_step foreign                    in/in   405/404 405/404 405/404 405/404 405/404 405/404 405/404 405/404
lab:file open                             in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
ask:list                                  in/in   403/405 403/405 200/405 200/405 200/405 200/405 200/405 403/405
ask:new                                   in/in   403/403 403/403 200/422 403/403 200/422 403/403 200/422 403/403
ask:query draft                           in/in   404/405 404/405 200/405 200/405 404/405 404/405 404/405 404/405
ask:query running                         in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
ask:edit draft                            in/in   404/404 404/404 200/422 403/403 404/404 404/404 404/404 404/404
ask:edit running                          in/in   404/404 404/404 409/422 403/403 403/403 403/403 403/403 404/404
ask:preview draft                         in/in   404/404 404/404 200/302 403/403 404/404 404/404 404/404 404/404
ask:preview running                       in/in   404/404 404/404 302/409 403/403 403/403 403/403 403/403 404/404
ask:step draft                            in/in   405/404 405/404 405/302 405/403 405/404 405/404 405/404 405/404
ask:step running                          in/in   405/404 405/404 405/302 405/403 405/403 405/403 405/403 405/404
ask:step unknown                          in/in   405/404 405/404 405/404 405/404 405/404 405/404 405/404 405/404
ask:answer draft                          in/in   404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
ask:answer running                        in/in   404/404 404/404 404/404 404/404 200/422 404/404 404/404 404/404
ask:answer foreign                        in/in   404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
ask:silent                                in/in   404/405 404/405 200/405 200/405 403/405 403/405 200/405 404/405
ask:remind                                in/in   405/404 405/404 405/302 405/403 405/403 405/403 405/302 405/404
ask:extend                                in/in   404/404 404/404 200/422 403/403 403/403 403/403 403/403 404/404
ask:full running                          in/in   404/405 404/405 409/405 409/405 403/405 403/405 409/405 404/405
ask:full closed                           in/in   404/405 404/405 200/405 200/405 403/405 403/405 200/405 404/405
lab:following                             in/in   403/403 403/403 200/302 200/302 200/302 200/302 200/302 403/403
lab:overview draft                        in/in   404/405 404/405 200/405 200/405 404/405 404/405 404/405 404/405
lab:overview open                         in/in   404/405 404/405 200/405 200/405 403/405 403/405 200/405 404/405
lab:answer draft                          in/in   404/404 404/404 403/403 403/403 404/404 404/404 404/404 404/404
lab:answer open                           in/in   404/404 404/404 403/403 403/403 403/403 403/403 403/403 404/404
lab:answer suggestion                     in/in   404/404 404/404 403/403 403/403 200/422 403/403 403/403 404/404
lab:follow draft                          in/in   405/404 405/404 405/302 405/302 405/404 405/404 405/404 405/404
lab:follow open                           in/in   405/404 405/404 405/302 405/302 405/302 405/302 405/302 405/404
lab:stop_following draft                  in/in   405/404 405/404 405/302 405/302 405/404 405/404 405/404 405/404
lab:stop_following open                   in/in   405/404 405/404 405/302 405/302 405/302 405/302 405/302 405/404
lab:new_comment draft                     in/in   404/404 404/404 409/422 403/403 404/404 404/404 404/404 404/404
lab:new_comment open                      in/in   404/404 404/404 200/422 403/403 200/422 403/403 200/422 404/404
lab:ask_offer open                        in/in   404/404 404/404 200/422 403/403 403/403 403/403 403/403 404/404
lab:ask_offer foreign                     in/in   404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
lab:comment open                          in/in   404/405 404/405 302/405 302/405 302/405 302/405 302/405 404/405
lab:comment private                       in/in   404/405 404/405 302/405 302/405 302/405 404/405 404/405 404/405
lab:comment foreign                       in/in   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
lab:thread open                           in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
lab:thread private                        in/in   404/405 404/405 200/405 200/405 200/405 404/405 404/405 404/405
lab:thread foreign                        in/in   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
lab:reply open                            in/in   404/404 404/404 200/422 403/403 200/422 403/403 200/422 404/404
lab:reply private                         in/in   404/404 404/404 200/422 403/403 200/422 404/404 404/404 404/404
lab:reply foreign                         in/in   404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
lab:change_comment open                   in/in   404/404 404/404 403/403 403/403 200/422 403/403 403/403 404/404
lab:change_comment private                in/in   404/404 404/404 403/403 403/403 200/422 404/404 404/404 404/404
lab:change_comment foreign                in/in   404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
lab:add_to_comment open                   in/in   404/404 404/404 403/403 403/403 200/422 403/403 403/403 404/404
lab:add_to_comment private                in/in   404/404 404/404 403/403 403/403 200/422 404/404 404/404 404/404
lab:add_to_comment foreign                in/in   404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
lab:take_back_comment open                in/in   404/404 404/404 403/403 403/403 200/302 403/403 403/403 404/404
lab:take_back_comment private             in/in   404/404 404/404 403/403 403/403 200/302 404/404 404/404 404/404
lab:take_back_comment foreign             in/in   404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
lab:comment_file open                     in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
lab:comment_file private                  in/in   404/405 404/405 200/405 200/405 200/405 404/405 404/405 404/405
lab:comment_file foreign                  in/in   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
register:list                             200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
register:decision                         200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
register:decision hidden                  404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
decisions:list                            in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 403/405
decisions:register                        in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 403/405
decisions:procedure                       in/in   404/405 404/405 200/405 200/405 200/405 404/405 200/405 404/405
decisions:procedure draft                 in/in   404/405 404/405 404/405 404/405 404/405 404/405 200/405 404/405
decisions:position                        in/in   404/404 404/404 404/404 404/404 200/422 404/404 404/404 404/404
decisions:position foreign                in/in   404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
decisions:step                            in/in   405/404 405/404 405/404 405/404 405/403 405/404 405/409 405/404
decisions:step unknown                    in/in   405/404 405/404 405/404 405/404 405/404 405/404 405/404 405/404
decisions:paper                           in/in   404/405 404/405 404/405 404/405 200/405 404/405 200/405 404/405
decisions:paper foreign                   in/in   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
decisions:proof                           in/in   404/405 404/405 404/405 404/405 403/405 404/405 200/405 404/405
decisions:dispute                         in/in   404/404 404/404 404/404 404/404 403/403 404/404 403/403 404/404
decisions:release                         in/in   405/404 405/404 405/404 405/404 405/403 405/404 405/302 405/404
decisions:decision                        in/in   404/405 404/405 200/405 200/405 200/405 404/405 200/405 404/405
decisions:decision public                 in/in   200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
admin:decisions_silenceprocedure_changelist  in/in in/in in/in in/in in/in in/in in/in 200/200 403/403
admin:decisions_silenceprocedure_add      in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 403/403
admin:decisions_silenceprocedure_circulate  in/in in/in in/in in/in in/in in/in in/in 404/404 404/404
admin:decisions_decision_changelist       in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 403/403
circulars:list                            in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
circulars:circular                        in/in   404/405 404/405 200/405 200/405 404/405 404/405 200/405 200/405
circulars:paper                           in/in   404/405 404/405 200/405 200/405 404/405 404/405 200/405 200/405
circulars:paper foreign                   in/in   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
seats:directory                           in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
seats:entry                               in/in   403/403 200/302 200/302 200/302 200/302 200/302 200/302 200/302
seats:seat                                in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
seats:handover                            in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
seats:welcome                             in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
seats:post                                in/in   403/403 200/302 200/302 200/302 200/302 200/302 200/302 200/302
seats:invite                              in/in   404/404 404/404 200/422 403/403 404/404 404/404 404/404 404/404
seats:mailbox                             in/in   405/404 405/404 405/302 405/403 405/404 405/404 405/404 405/404
seats:role                                in/in   405/404 405/404 405/422 405/403 405/404 405/404 405/422 405/422
seats:end                                 in/in   404/404 404/404 200/302 403/403 404/404 404/404 200/302 200/302
seats:hand_over                           in/in   404/404 404/404 200/422 403/403 404/404 404/404 200/422 200/422
seats:invitation_step                     in/in   405/404 405/404 405/302 405/403 405/404 405/404 405/302 405/302
seats:invitation_step unknown             in/in   405/404 405/404 405/404 405/404 405/404 405/404 405/404 405/404
seats:invitation                          200/302 200/403 200/403 200/403 200/403 200/403 200/403 200/403 200/403
seats:invitation closed                   410/410 410/410 410/410 410/410 410/410 410/410 410/410 410/410 410/410
seats:ask_again                           405/302 405/302 405/302 405/302 405/302 405/302 405/302 405/302 405/302
seats:asked_again                         200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
seats:contact                             200/422 200/422 200/422 200/422 200/422 200/422 200/422 200/422 200/422
seats:new_focal_point                     200/422 200/422 200/422 200/422 200/422 200/422 200/422 200/422 200/422
seats:sent                                200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
seats:left                                200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
account_login                             200/200 302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
account_logout                            302/302 200/302 200/302 200/302 200/302 200/302 200/302 200/302 200/302
account_inactive                          200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
account_signup                            404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
account_reauthenticate                    in/in   200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200
account_change_password                   in/in   200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200
account_set_password                      in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
account_reset_password                    200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200
account_reset_password_done               200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
account_reset_password_from_key           200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200
account_reset_password_from_key_done      200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
accounts_kept                             in/in   302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
accounts_welcome                          410/410 410/410 410/410 410/410 410/410 410/410 410/410 410/410 410/410
account_request_login_code                200/200 302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
account_confirm_login_code                in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_index                                 in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_list_webauthn                         in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_authenticate                          in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_reauthenticate                        in/in   302/302 302/302 302/302 302/302 302/302 302/302 200/200 200/200
mfa_activate_totp                         in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_deactivate_totp                       in/in   404/404 404/404 404/404 404/404 404/404 404/404 302/302 302/302
mfa_view_recovery_codes                   in/in   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
mfa_generate_recovery_codes               in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_download_recovery_codes               in/in   404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
mfa_add_webauthn                          in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_login_webauthn                        in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_reauthenticate_webauthn               in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_remove_webauthn                       in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
mfa_edit_webauthn                         in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
accounts_second_factor                    in/in   200/405 200/405 200/405 200/405 200/405 200/405 302/405 302/405
accounts_address                          410/410 410/410 410/410 410/410 410/410 410/410 410/410 410/410 410/410
notifications:inbox                       in/in   403/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
notifications:mark_all_read               in/in   405/403 405/302 405/302 405/302 405/302 405/302 405/302 405/302
notifications:mark_read                   in/in   405/403 405/404 405/404 405/404 405/404 405/404 405/404 405/404
notifications:mails                       in/in   200/422 200/422 200/422 200/422 200/422 200/422 200/422 200/422
notifications_unsubscribe                 404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
settings:personal                         in/in   200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200
settings:security                         in/in   200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
settings:sessions                         in/in   200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
settings:data                             in/in   200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
settings:end_others                       in/in   405/302 405/302 405/302 405/302 405/302 405/302 405/302 405/302
settings:end_session                      in/in   405/404 405/404 405/404 405/404 405/404 405/404 405/404 405/404
settings:export                           in/in   405/302 405/302 405/302 405/302 405/302 405/302 405/302 405/302
settings:address                          in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
settings:withdraw_address                 in/in   405/302 405/302 405/302 405/302 405/302 405/302 405/302 405/302
admin:index                               in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:lab_proposal_changelist             in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 403/403
admin:lab_proposal_add                    in/in   in/in   in/in   in/in   in/in   in/in   in/in   403/403 403/403
admin:lab_proposal_statistics             in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/405 403/405
admin:lab_proposal_ask                    in/in   in/in   in/in   in/in   in/in   in/in   in/in   405/404 405/404
admin:accounts_user_changelist            in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:accounts_user_add                   in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:partners_chairmanship_add           in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:partners_invitation_invite          in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:partners_invitation_changelist      in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:partners_enquiry_changelist         in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:partners_mandate_add                in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:notifications_mailing_changelist    in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:notifications_returnedmail_changelist  in/in  in/in in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:notifications_messages              in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/405 200/405
admin:notifications_message               in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/405 200/405
admin:notifications_message_html          in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/405 200/405
admin:partners_circular_add               in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:partners_circular_mailing           in/in   in/in   in/in   in/in   in/in   in/in   in/in   404/404 404/404
admin:notifications_outboxmail_changelist   in/in   in/in  in/in  in/in  in/in  in/in  in/in  200/200 200/200
admin:documents_document_add              in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:activities_activity_add             in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:autocomplete                        in/in   in/in   in/in   in/in   in/in   in/in   in/in   403/405 403/405
admin:translations                        in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/404 200/404
admin:settings                            in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/422 200/422
admin:pages_page_add                      in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:pages_identity_add                  in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/302 200/302
admin:jsi18n                              in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/405 200/405
admin:login                               in/in   403/403 403/403 403/403 403/403 403/403 403/403 302/302 302/302
admin:logout                              in/in   302/302 302/302 302/302 302/302 302/302 302/302 405/200 405/200
"""
ROWS = {}
for line in MATRIX.strip().splitlines():
    name, _separator, cells = line.partition("  ")
    ROWS[name.strip()] = cells.split()


def answer_of(response) -> str:
    """A cell of the table: the status, or "in" where sign-in is asked for."""
    is_sign_in = response.status_code == 302 and "login" in response["Location"]
    return "in" if is_sign_in else str(response.status_code)


@pytest.mark.walk
@pytest.mark.parametrize("reader", READERS)
def test_every_address_answers_every_reader_as_the_table_says(reader, client):
    things()
    user = READERS[reader]()
    column = list(READERS).index(reader)
    wrong = []
    for name, cells in ROWS.items():
        url = reverse(name.split()[0], args=ARGUMENTS.get(name, []))
        answers = []
        for method in (client.get, client.post):
            kept = transaction.savepoint()
            cache.clear()
            client.cookies.clear()
            if user is not None:
                client.force_login(user, backend="apps.accounts.backends.MailAddressBackend")
            response = method(url)
            answers.append(answer_of(response))
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.savepoint_rollback(kept)
        if "/".join(answers) != cells[column]:
            wrong.append(f"{name}: {'/'.join(answers)} instead of {cells[column]}")
    assert wrong == []


def addresses(resolver=None, namespace: str = ""):
    """The name of every address of the portal, the office's many alike ones left out."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_stands_in_the_table():
    """A new address needs a row; of the office's, which are alike, a sample stands there."""
    tried = {name.split()[0] for name in ROWS}
    assert {name for name in addresses() if not name.startswith("admin:")} - tried == set()


@pytest.mark.parametrize("name", [name for name in ROWS if ":" in name and not name.startswith("admin:")])
def test_every_address_has_french_words(name):
    arguments = ARGUMENTS.get(name, [])
    with translation.override("fr"):
        french = reverse(name.split()[0], args=arguments)
    with translation.override("en"):
        english = reverse(name.split()[0], args=arguments)
    assert french.startswith("/fr/")
    same = {
        "seats:invitation",
        "seats:invitation closed",
        "seats:contact",
        "pages:home",
        "lab:file draft",
        "documents:list",
        "documents:document",
        "documents:document hidden",
        "register:list",
        "register:decision",
        "register:decision hidden",
    }
    assert french[4:] != english[4:] or name in same


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_public_page_knows_another_method(client, method):
    things()
    for name, cells in ROWS.items():
        if cells[0] == "200/405":
            response = getattr(client, method)(reverse(name.split()[0], args=ARGUMENTS.get(name, [])))
            assert response.status_code == 405, name
