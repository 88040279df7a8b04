"""The profile: who one is, which businesses one may act for; and the counter's queue of powers of attorney."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies import actions
from agencies.forms import (
    BusinessForm,
    ClaimForm,
    InvitationForm,
    NewBusinessForm,
    NibForm,
    PersonForm,
    RefusalForm,
    doubts,
)
from agencies.models import Business, Person, Representation
from audit.replay import once
from ptsp_portal.lib.audience import office, signed_in
from ptsp_portal.lib.identifiers import masked
from ptsp_portal.lib.wording import date_words

CLAIMS_SHOWN = 100


@signed_in
@require_safe
def profile(request):
    person = Person.objects.visible_to(request.user).select_related("region__parent__parent").first()
    rights = (
        Representation.objects.visible_to(request.user).filter(person=person).select_related("business")
        if person
        else []
    )
    words = {
        "person": person,
        "rights": [_right_line(right) for right in rights.order_by("status", "-pk")] if person else [],
    }
    if person:
        words["facts"] = _person_facts(person)
    return render(request, "agencies/profile/profile.html", words)


@signed_in
@once
def edit_person(request):
    person = Person.objects.visible_to(request.user).first()
    options = {"stored_nik": person.nik if person else "", "nik_fixed": bool(person and actions.has_filed(person))}
    if request.method != "POST" or _searches(request):
        typed = request.POST.dict() if request.method == "POST" else _typed(person, actions.PERSON_FIELDS)
        typed.setdefault("name", request.user.full_name)
        return _person_page(request, PersonForm(initial=typed, **options))
    form = PersonForm(request.POST, **options)
    if form.is_valid():
        try:
            actions.save_person(form.cleaned_data, by=request.user)
        except (actions.NikTaken, actions.NikFixed) as refused:
            form.add_error("nik" if "nik" in form.fields else None, str(refused))
        else:
            messages.success(request, _("Data diri Anda tersimpan."))
            for doubt in doubts(form.cleaned_data):
                messages.warning(request, doubt)
            return redirect(_way_on(request) or "agencies:profile")
    return _person_page(request, form)


def _person_page(request, form):
    return render(request, "agencies/profile/person.html", {"form": form, "next": _way_on(request)})


def _way_on(request) -> str:
    """Where somebody was sent from (a service, before filing), when it is a page of ours; else ""."""
    address = request.POST.get("next") or request.GET.get("next", "")
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else ""


@signed_in
@once
def business_new(request):
    """One page, three steps: the NIB; then the business's data, or a letter when the NIB is registered already."""
    actions.own_person(request.user)
    step = {"details": _new_details, "claim": _new_claim}.get(request.POST.get("step"))
    if step:
        return step(request)
    form = NibForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "agencies/profile/nib.html", {"form": form})
    nib = {"nib": form.cleaned_data["nib"]}
    if actions.is_registered(nib["nib"]):
        return _letter_page(request, ClaimForm(initial=nib))
    return _details_page(request, NewBusinessForm(initial=nib))


def _new_details(request):
    if _searches(request):
        return _details_page(request, NewBusinessForm(initial=request.POST.dict()))
    form = NewBusinessForm(request.POST)
    if not form.is_valid():
        return _details_page(request, form)
    try:
        business = actions.register_business(form.cleaned_data, by=request.user)
    except actions.NibTaken:
        return _letter_page(request, ClaimForm(initial={"nib": form.cleaned_data["nib"]}))
    messages.success(request, _("Usaha terdaftar. Anda dapat mengajukan permohonan atas namanya."))
    return redirect("agencies:business", business.uuid)


def _new_claim(request):
    form = ClaimForm(request.POST, request.FILES)
    if not form.is_valid():
        return _letter_page(request, form)
    content, extension = form.cleaned_data["letter"]
    actions.claim_business(form.cleaned_data["nib"], content, extension, by=request.user)
    messages.success(
        request, _("Surat kuasa Anda diterima. Petugas loket memeriksanya; hasilnya kami kabarkan ke surel Anda.")
    )
    return redirect("agencies:profile")


def _details_page(request, form):
    return render(request, "agencies/profile/business_form.html", {"form": form, "is_new": True})


def _letter_page(request, form):
    return render(request, "agencies/profile/claim_form.html", {"form": form})


@signed_in
@once
def business(request, uuid):
    """One business that this user may act for; the form at its end invites somebody else."""
    row = get_object_or_404(
        Business.objects.visible_to(request.user).select_related("region__parent__parent"), uuid=uuid
    )
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if actions.invite_representative(row.pk, form.cleaned_data["email"], by=request.user):
            messages.success(request, _("Pengajuan orang itu Anda setujui; ia sekarang wakil usaha ini."))
        else:
            messages.success(request, _("Undangan dikirim. Tautannya berlaku tujuh hari."))
        return redirect("agencies:business", row.uuid)
    words = {
        "business": row,
        "facts": _business_facts(row),
        "wakil": row.representations.active().select_related("person").order_by("pk"),
        "claims_open": row.representations.filter(status=Representation.Status.CLAIMED).count(),
        "form": form,
    }
    return render(request, "agencies/profile/business.html", words)


@signed_in
@once
def edit_business(request, uuid):
    row = get_object_or_404(Business.objects.visible_to(request.user), uuid=uuid)
    if request.method != "POST" or _searches(request):
        form = BusinessForm(
            initial=request.POST.dict() if request.method == "POST" else _typed(row, actions.BUSINESS_FIELDS)
        )
    else:
        form = BusinessForm(request.POST)
        if form.is_valid():
            actions.save_business(row.pk, form.cleaned_data, by=request.user)
            messages.success(request, _("Data usaha tersimpan."))
            return redirect("agencies:business", row.uuid)
    return render(request, "agencies/profile/business_form.html", {"form": form, "business": row})


@signed_in
@once
def invitation(request, token):
    """What the link of an invitation leads to. Opening it changes nothing; the button does."""
    invited_to = actions.business_of_invitation(token, by=request.user)
    if request.method == "POST":
        row = actions.accept_invitation(token, by=request.user)
        messages.success(request, _("Anda sekarang wakil usaha ini."))
        return redirect("agencies:business", row.uuid)
    has_person = Person.objects.visible_to(request.user).exists()
    return render(
        request, "agencies/profile/invitation.html", {"business": invited_to, "has_person": has_person, "token": token}
    )


@signed_in
@once
def end_representation(request, uuid):
    right = get_object_or_404(
        Representation.objects.visible_to(request.user).select_related("business", "person"), uuid=uuid
    )
    is_own = right.person.user_id == request.user.pk
    if request.method != "POST":
        sees_business = right.status == Representation.Status.ACTIVE
        return render(
            request, "agencies/profile/end.html", {"right": right, "is_own": is_own, "sees_business": sees_business}
        )
    actions.end_representation(right.pk, by=request.user)
    messages.success(request, _("Hak itu sudah diakhiri."))
    return redirect("agencies:profile") if is_own else redirect("agencies:business", right.business.uuid)


# The counter


@office
@require_safe
def claims(request):
    """Letters that wait for this officer, the oldest first."""
    rows = (
        Representation.objects.awaiting(request.user)
        .select_related("person", "business__region__parent__parent")
        .order_by("pk")
    )
    return render(request, "agencies/counter/claims.html", {"rows": rows[:CLAIMS_SHOWN]})


@office
@once
def claim(request, uuid):
    """One letter beside the identity it is about; opening it is journalled. POST `act`: accept or refuse."""
    row = get_object_or_404(_claims(request.user), uuid=uuid)
    act, form = request.POST.get("act"), RefusalForm()
    if act == "accept":
        actions.accept_claim(row.pk, by=request.user)
        messages.success(request, _("Surat kuasa diterima; orang itu sekarang wakil usahanya."))
        return redirect("agencies:claims")
    if act == "refuse":
        form = RefusalForm(request.POST)
        if form.is_valid():
            actions.refuse_claim(row.pk, form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Surat kuasa ditolak; alasannya dikirim kepada pengaju."))
            return redirect("agencies:claims")
    actions.note_viewed("identity.viewed", row, by=request.user)
    return render(request, "agencies/counter/claim.html", {"claim": row, "facts": _claim_facts(row), "form": form})


@office
@require_safe
def claim_letter(request, uuid):
    """The scanned letter, as a download and never as a page of ours."""
    row = get_object_or_404(_claims(request.user), uuid=uuid)
    if not row.letter or not row.letter.storage.exists(row.letter.name):
        raise Http404
    actions.note_viewed("document.viewed", row, by=request.user)
    extension = row.letter.name.rsplit(".", 1)[-1]
    response = FileResponse(
        row.letter.open("rb"), as_attachment=True, filename=f"surat-kuasa-{str(row.uuid)[:8]}.{extension}"
    )
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _claims(user):
    return Representation.objects.awaiting(user).select_related("person__user", "business__region__parent__parent")


def _searches(request) -> bool:
    """The search button with something to look for. Enter in any field presses that button too: then it means "save"."""
    return "search" in request.POST and bool(request.POST.get("q", "").strip())


def _typed(row, names) -> dict:
    """A row as the first content of its form."""
    if row is None:
        return {}
    return {name: row.region_id if name == "region" else getattr(row, name) for name in names}


def _place(region) -> str:
    names = []
    while region is not None and len(names) < 3:
        names.append(region.full_name)
        region = region.parent
    return ", ".join(names)


def _person_facts(person):
    born = person.birth_on and date_words(person.birth_on, get_language())
    return [
        (_("Nama"), person.name),
        ("NIK", masked(person.nik)),
        (_("Lahir"), ", ".join(filter(None, [person.birth_place, born]))),
        (_("Jenis kelamin"), person.get_sex_display()),
        (_("Alamat"), f"{person.address}, {_place(person.region)}"),
        (_("Nomor HP"), masked(person.phone)),
        ("NPWP", masked(person.npwp) or "–"),
    ]


def _business_facts(business):
    return [
        ("NIB", business.nib),
        (_("Bentuk badan"), business.legal_form or "–"),
        ("NPWP", masked(business.npwp) or "–"),
        (_("Alamat"), f"{business.address}, {_place(business.region)}"),
    ]


def _claim_facts(claim):
    person = claim.person
    return [
        (_("Pengaju"), person.name),
        (_("NIK pengaju"), person.nik),
        (_("Surel pengaju"), person.user.email if person.user else "–"),
        (_("Usaha"), claim.business.name),
        ("NIB", claim.business.nib),
        (_("Alamat usaha"), f"{claim.business.address}, {_place(claim.business.region)}"),
    ]


def _right_line(right):
    """What a person sees of one right: of a business only while the right is active, else no more than the NIB."""
    kinds = {"claimed": "wait", "active": "ok", "refused": "late", "ended": "quiet"}
    is_active = right.status == Representation.Status.ACTIVE
    return {
        "label": right.business.name if is_active else _("NIB %(nib)s") % {"nib": right.business.nib},
        "business": right.business if is_active else None,
        "kind": kinds[right.status],
        "state": right.get_status_display(),
        "reason": right.reason,
        "uuid": right.uuid,
        "is_open": right.status in ("claimed", "active"),
    }
