"""Every write of this room that means something: letting people in, handing over the chair, the chair's tasks."""

from .chair import HandoverClosed, give_tasks, hand_over, record_task
from .people import invite

__all__ = ["HandoverClosed", "give_tasks", "hand_over", "invite", "record_task"]
