"""The database knows after the night how many rows its tables hold."""

import pytest
from django.db import connection

from apps.common import statistics, tasks
from apps.common.models import Installation

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes stock by itself")
def test_sqlite_takes_stock():
    Installation.objects.bulk_create(Installation(name=f"{number:03}", value="x") for number in range(50))

    statistics.refresh()

    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [Installation._meta.db_table])
        assert [int(stat.split()[0]) >= 50 for (stat,) in cursor.fetchall()] == [True]


def test_nightly_task_does_it(monkeypatch):
    called = []
    monkeypatch.setattr(statistics, "refresh", lambda: called.append(True))

    tasks.take_stock.call_local()

    assert called == [True]
