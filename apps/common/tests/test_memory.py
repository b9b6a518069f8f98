"""What is kept for two seconds, and by which question."""

from apps.common.memory import KEEP_MOST, KEEP_SECONDS, forget_everything, kept_briefly


def test_answer_is_kept_by_its_question_and_for_two_seconds(monkeypatch):
    asked, moment = [], [100.0]
    monkeypatch.setattr("apps.common.memory.time.monotonic", lambda: moment[0])

    @kept_briefly
    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [double(1), double(2), double(1)] == [2, 4, 2]
    assert asked == [1, 2]

    moment[0] += KEEP_SECONDS
    assert double(1) == 2
    assert asked == [1, 2, 1]


def test_memory_is_bounded_and_can_be_emptied():
    asked = []

    @kept_briefly
    def same(number: int) -> int:
        asked.append(number)
        return number

    for number in range(KEEP_MOST + 1):
        same(number)
    same(0)
    forget_everything()
    same(KEEP_MOST)

    assert asked[-2:] == [0, KEEP_MOST]
