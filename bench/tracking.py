"""The public tracking page and the applicant's file page against an empty page, on the same real server, in turns."""

import statistics

from django.contrib.auth import get_user_model

from applications.models import Application
from bench.serving import csrf_of, served, session_of, timed

ROUNDS, PER_ROUND = 5, 40


def main() -> None:
    """Print medians in milliseconds and the ratio to the empty page."""
    with served() as client:
        _measure(client)


def _measure(client) -> None:
    file = Application.objects.in_state("recommendation").filter(answers_requested__gte=3).first()
    cookie, token = csrf_of(client, "/lacak/")
    form = {"csrfmiddlewaretoken": token, "number": file.registration_number, "secret": file.tracking_secret}
    session = session_of(get_user_model().objects.get(pk=file.filed_by_id))
    requests = {
        "empty page": ("/kosong/", {}),
        "tracking page (POST)": ("/lacak/", {"session": cookie, "form": form}),
        "file page": (f"/permohonan/{file.uuid}/", {"session": session}),
        "file page, unchanged (204)": (
            f"/permohonan/{file.uuid}/keadaan/?v={file.change_count}",
            {"session": session},
        ),
    }
    times = {name: [] for name in requests}
    for _round in range(ROUNDS):
        for name, (path, more) in requests.items():
            times[name] += [timed(client, path, **more).ms for _turn in range(PER_ROUND)]
    base = statistics.median(times["empty page"])
    for name, measured in times.items():
        middle = statistics.median(measured)
        print(f"{name}: median {middle:.1f} ms, {middle / base:.1f} x the empty page")


if __name__ == "__main__":
    main()
