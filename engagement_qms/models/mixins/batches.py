# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a scheduled job works through many records."""

import logging

from odoo.tools import split_every

_logger = logging.getLogger(__name__)


def run_in_batches(records, work, size=100):
    """Call `work` with one part of `records` after the other and commit each.

    When a part fails it is done again record by record: a bad record is logged and
    left out, the others are done. What was committed stays when the server is killed,
    so `work` must change nothing where it finds its work done.

    :param records: what to work on
    :param work: called with a recordset
    :param int size: how many records at once
    :return: False when the time of the scheduled job is up; the job is then called
        again soon. True when all was worked on.
    """
    remaining = len(records)
    for ids in split_every(size, records.ids):
        part = records.browse(ids)
        try:
            _do_safely(part, work)
        except Exception as error:
            _logger.info("%s: one by one, because of: %s", part._name, error)
            for record in part:
                try:
                    _do_safely(record, work)
                except Exception:
                    _logger.exception("%s is left out", record)
        remaining -= len(part)
        cron = records.env["ir.cron"]
        seconds = cron._commit_progress(len(part), remaining=remaining)
        if remaining and not seconds:
            return False
    return True


def _do_safely(records, work):
    with records.env.cr.savepoint():
        work(records)
