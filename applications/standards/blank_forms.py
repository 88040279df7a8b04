"""Who may take a blank form: everybody, once a published standard names it; before that whoever sees the draft."""

from applications.models import ServiceStandard, StandardFile


def names_of(requirements: list[dict]) -> dict[str, str]:
    """{uuid: file name} of the blank forms that these requirements offer, in one statement."""
    wanted = [row["blank_form"] for row in requirements if row.get("blank_form")]
    if not wanted:
        return {}
    return {
        str(uuid): name for uuid, name in StandardFile.objects.filter(uuid__in=wanted).values_list("uuid", "file_name")
    }


def may_take(user, form: StandardFile) -> bool:
    naming = ServiceStandard.objects.filter(requirements__contains=[{"blank_form": str(form.uuid)}])
    if naming.settled().exists():
        return True
    return user.is_authenticated and naming.visible_to(user).exists()
