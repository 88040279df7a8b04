"""Middleware for measurements: says in a header how many SQL statements a request took, the milliseconds in them, and those of
this process's own work, which a busy machine lengthens least."""

import time

from django.db import connection


class CountStatements:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        spent = []

        def counted(execute, sql, params, many, context):
            started = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                spent.append((time.perf_counter() - started) * 1000)

        began = time.thread_time()
        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response["X-Statements"], response["X-Sql-Ms"] = len(spent), f"{sum(spent):.1f}"
        response["X-Cpu-Ms"] = f"{(time.thread_time() - began) * 1000:.1f}"
        return response
