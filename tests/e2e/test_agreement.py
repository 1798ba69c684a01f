"""From a round of consent to a withdrawal, lived by demonstration accounts in their pages.

The tests follow one another: each finds the text where the one before left it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from .editor import Editor
from .test_story import MODERATOR, act, state

Visit = Callable[..., Page]

COORDINATOR = "sacha.temoin@example.org"
MEMBER = "camille.exemple@example.org"
SECOND_MODERATOR = "robin.etalon@example.org"
PARTNER = "lou.specimen@example.org"
NORTH, CAPITAL = "morgan.essai@example.org", "sam.moule@example.org"
WEST_INDIES, INDIAN_OCEAN = "yael.calque@example.org", "alix.fictif@example.org"
SOUTH = "lior.patron@example.org"

SUMMER = "Décider de l'été avec celles et ceux qui restent"
OUTSIDE = "Être dehors le soir"
HOURS = "Fixer les horaires d'été en assemblée de quartier"
LIBRARY = "Ouvrir la bibliothèque le soir"
EVENINGS = "Tenir une permanence chaque soir"
CURFEW = "Fermer les squares à vingt heures"
RESERVE = "Le centre demande que les gardiens soient associés."
OBJECTION = "En avril, les familles ne savent pas encore qui restera."
NEVER = "Le centre ne portera pas une fermeture."
REPLY = "Les trois seront essayées dès cet été."
REASON = "Une habitante pouvait être reconnue."

#: So that the minute chosen is still to come when the form arrives.
SOON = timedelta(seconds=75)
#: Until that minute, a turn of the minute's watch, and the time of some pages.
PUBLISHES_WITHIN_S = 200


def work(page: Page) -> str:
    """The address where the group leads the life of the text; the page shows it."""
    page.goto("/groupes/participation/espace/")
    page.locator("main a[href$='/suivi/']", has_text=SUMMER).first.click()
    page.wait_for_url("**/suivi/")
    return page.url


def passage(page: Page, title: str) -> Locator:
    return page.locator(".bloc", has=page.get_by_role("heading", name=re.compile(title)))


def to_answer(page: Page) -> None:
    """From one's space to the page on which one's centre answers on the text."""
    page.goto("/espace/avis/")
    page.locator("ol.tasks").get_by_role("link", name=re.compile(SUMMER)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Décider de l")


def answer(
    page: Page, kind: str, words: str = "", *, about: str = "", public: bool = False
) -> None:
    to_answer(page)
    page.get_by_label(re.compile(rf"{kind}\s:")).check()
    page.get_by_label("Ce que dit votre centre").fill(words)
    if about:
        choice = page.locator("option", has_text=about).get_attribute("value")
        page.get_by_label("Passage en cause").select_option(choice)
    if public:
        page.get_by_label(re.compile("La réserve est publique")).check()
    page.get_by_role("button", name="Envoyer la réponse").click()
    expect(page.get_by_text(re.compile("La réponse de .* est enregistrée"))).to_be_visible()


def confirm(page: Page, kind: str) -> None:
    """Say again, by one click, what one's centre said in the first round."""
    to_answer(page)
    page.get_by_role("button", name=f"Confirmer : {kind}").click()
    expect(page.get_by_text(re.compile("La réponse de .* est enregistrée"))).to_be_visible()


def keep_objection(page: Page) -> None:
    """The same, knowing that everyone will read it."""
    to_answer(page)
    expect(page.get_by_text("Une objection maintenue à ce tour sera publiée.")).to_be_visible()
    page.get_by_role("button", name="Maintenir l'objection, qui sera publiée").click()
    expect(page.get_by_text(re.compile("La réponse de .* est enregistrée"))).to_be_visible()


def test_four_proposals_are_written_and_put_before_the_centres(visit: Visit) -> None:
    page = visit(COORDINATOR)
    address = work(page)
    write_proposals(page)
    page.goto(address)
    page.get_by_role("link", name="Ouvrir la relecture", exact=True).click()
    page.get_by_label(re.compile("Démonstration Sud|Sud")).check()
    page.get_by_role("button", name="Ouvrir la relecture", exact=True).click()
    page.wait_for_url("**/suivi/")
    assert "Relecture" in state(page)


def write_proposals(page: Page) -> None:
    """Three more, in the CMS; two have a word misspelt, and nobody sees it."""
    page.get_by_role("link", name="Ouvrir l'éditeur ordinaire").click()
    editor = Editor(page)
    editor.settle()
    for title, words in (
        (LIBRARY, "Les familles du quatier y liront au frais."),
        (EVENINGS, "Deux personnes conues, à la même place, tout l'été."),
        (CURFEW, "Les gardiens passeront à la tombée du jour."),
    ):
        index = editor.add_block("Proposition")
        editor.fill_block(index, "title", title)
        editor.type_rich(index, words)
        editor.add_to_list(index, "lead_actors", "Commune")
    editor.save()


def test_a_reserve_and_an_objection_are_answered_and_the_review_does_not_close(
    visit: Visit,
) -> None:
    answer(visit(NORTH), "Accord avec réserve", RESERVE, public=True)
    answer(visit(CAPITAL, phone=True), "Objection", OBJECTION, about=HOURS)
    answer(visit(WEST_INDIES), "Accord")
    answer(visit(INDIAN_OCEAN), "Abstention")
    answer(visit(SOUTH), "Objection", NEVER, about=CURFEW)
    page = visit(COORDINATOR)
    round_of(page)
    expect(page.get_by_text(OBJECTION)).to_be_visible()
    page.get_by_role("link", name="Clore la relecture et soumettre").click()
    expect(page.get_by_text(re.compile("objection")).first).to_be_visible()
    expect(page.get_by_role("button", name="Clore la relecture et soumettre")).to_have_count(0)
    work(page)
    assert "Relecture" in state(page)


def round_of(page: Page) -> str:
    work(page)
    page.get_by_role("link", name="Voir les avis des centres").click()
    page.wait_for_url("**/avis/")
    return page.url


def test_a_second_round_keeps_two_objections(visit: Visit) -> None:
    page = visit(COORDINATOR)
    round_ = round_of(page)
    page.get_by_text("Ouvrir un nouveau tour").first.click()
    page.get_by_role("button", name="Ouvrir le nouveau tour").click()
    expect(page.get_by_text(re.compile("Tour 2"))).to_be_visible()
    confirm(visit(NORTH, phone=True), "Accord avec réserve")
    confirm(visit(WEST_INDIES), "Accord")
    confirm(visit(INDIAN_OCEAN), "Abstention")
    keep_objection(visit(CAPITAL))
    keep_objection(visit(SOUTH))
    page.goto(round_)
    for words in (OBJECTION, NEVER):
        expect(page.get_by_text(words).first).to_be_visible()


def test_a_proposal_that_a_centre_will_not_carry_is_detached_and_the_text_goes_on(
    visit: Visit,
) -> None:
    page = visit(COORDINATOR)
    round_ = round_of(page)
    page.get_by_text("Détacher une proposition").first.click()
    page.get_by_label("Proposition à détacher").select_option(label=CURFEW)
    page.get_by_role("button", name="Détacher cette proposition").click()
    expect(page.get_by_text("La proposition est détachée")).to_be_visible()
    page.goto("/groupes/participation/espace/")
    expect(page.get_by_role("link", name=re.compile(CURFEW)).first).to_be_visible()
    confirm(visit(NORTH), "Accord avec réserve")
    confirm(visit(WEST_INDIES, phone=True), "Accord")
    confirm(visit(INDIAN_OCEAN), "Abstention")
    keep_objection(visit(CAPITAL))
    answer(visit(SOUTH), "Abstention")
    page.goto(round_)
    page.get_by_role("link", name="Clore la relecture et soumettre").click()
    page.get_by_role("button", name="Clore la relecture et soumettre").click()
    page.wait_for_url("**/suivi/")
    assert "Validation" in state(page)


def test_a_moderator_goes_through_the_list_and_validates_two_texts(visit: Visit) -> None:
    page = visit(MODERATOR)
    for title in (SUMMER, OUTSIDE):
        page.goto("/moderation/")
        page.get_by_role("link", name=re.compile(title)).first.click()
        expect(page.get_by_role("heading", name="Liste de contrôle")).to_be_visible()
        if title == SUMMER:
            expect(page.get_by_text(OBJECTION).first).to_be_visible()
        for point in page.locator("fieldset.point-check").all():
            point.get_by_label("C'est en ordre").check()
        page.get_by_role("button", name="Noter ce que j'ai regardé").click()
        expect(page.get_by_text("pas encore été regardé")).to_have_count(0)
        page.get_by_role("link", name="Valider", exact=True).click()
        page.get_by_role("button", name="Valider", exact=True).click()
        page.wait_for_url("**/suivi/")
        assert "Validée" in state(page)


def test_a_misspelt_word_is_corrected_by_two_persons(visit: Visit) -> None:
    member, coordinator = visit(MEMBER, phone=True), visit(COORDINATOR)
    work(member)
    member.get_by_role("link", name="Corriger la forme").click()
    choice = member.url
    correct(member, LIBRARY, "du quatier", "du quartier, avec trois agents,")
    expect(member.locator(".errorlist").first).to_be_visible()
    member.goto(choice)
    correct(member, LIBRARY, "du quatier", "du quartier")
    expect(member.get_by_text("attend maintenant l'accord d'une autre personne")).to_be_visible()
    expect(member.get_by_role("button", name="Approuver la correction")).to_have_count(0)
    approve(coordinator)
    coordinator.get_by_role("link", name="Version 3").click()
    expect(passage(coordinator, LIBRARY)).to_contain_text("Les familles du quartier")
    work(coordinator)
    assert "Validée" in state(coordinator)


def correct(page: Page, proposal: str, old: str, new: str) -> None:
    """Choose a proposal among what may be corrected, and propose other words for it."""
    page.get_by_role("link", name=re.compile(proposal)).first.click()
    field = page.locator("main textarea[name=text]")
    words = field.input_value()
    assert old in words
    field.fill(words.replace(old, new))
    page.get_by_role("button", name="Proposer la correction").click()


def approve(page: Page) -> None:
    """What another person proposed, found where decisions wait."""
    page.goto("/moderation/")
    page.get_by_role("link", name=re.compile(SUMMER)).first.click()
    page.get_by_role("button", name="Approuver la correction").click()


def test_a_centre_that_had_abstained_signs_in_time(visit: Visit) -> None:
    page = visit(INDIAN_OCEAN)
    page.goto("/espace/avis/")
    page.get_by_role("link", name=re.compile(SUMMER)).click()
    sign(page)
    expect(page.get_by_role("main")).not_to_contain_text("signature tardive")
    expect(page.get_by_text("par l'accord donné en relecture").first).to_be_visible()


def sign(page: Page) -> None:
    """For one's centre, on the page of a text's signatures."""
    page.get_by_role("link", name=re.compile("^Signer pour")).click()
    page.get_by_role("button", name=re.compile("^Signer")).click()
    expect(page.get_by_text("signé", exact=True).first).to_be_visible()


def test_two_texts_are_published_at_their_minute(visit: Visit) -> None:
    page, visitor = visit(MODERATOR), visit()
    schedule_together(page, (SUMMER, OUTSIDE), timedelta(hours=1))
    cancel(page, OUTSIDE)
    schedule_together(page, (SUMMER, OUTSIDE), SOON)
    for title in (SUMMER, OUTSIDE):
        wait_for(visitor, title)
    read_published(visitor)


def cancel(page: Page, title: str) -> None:
    """What was scheduled together with this text, all at once."""
    lot = page.locator("ol.lots > li", has_text=title)
    lot.get_by_role("button", name="Annuler ces publications").click()
    expect(page.locator("ol.lots > li", has_text=title)).to_have_count(0)


def schedule_together(page: Page, titles: tuple[str, ...], later: timedelta) -> None:
    page.goto("/moderation/")
    page.get_by_role("link", name=re.compile(SUMMER)).first.click()
    page.get_by_role("link", name="Publier avec les autres textes de la saisine").click()
    for choice in page.locator("input[name=texts]").all():
        choice.uncheck()
    for title in titles:
        page.get_by_label(re.compile(title)).check()
    minute = datetime.now(ZoneInfo("Europe/Paris")) + later
    page.locator("[name=minute]").fill(minute.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Programmer ces publications").click()
    expect(page.get_by_text("2 publications sont programmées")).to_be_visible()
    expect(page.get_by_text("Publication programmée").first).to_be_visible()


def wait_for(page: Page, title: str) -> None:
    """Until everyone finds the text among those published."""
    for _try in range(PUBLISHES_WITHIN_S // 2):
        page.goto("/contributions/")
        if page.get_by_role("link", name=re.compile(title)).count():
            return
        page.wait_for_timeout(2_000)
    raise AssertionError(f"it was never published: {title}")


def read_published(page: Page) -> None:
    """The corrected words, who signed, the reserve and the disagreement, for everyone."""
    read(page, SUMMER)
    expect(page.get_by_text("Les familles du quartier y liront au frais.")).to_be_visible()
    signed = page.locator("#signatures")
    expect(signed.get_by_role("listitem")).to_have_count(3)
    expect(signed).to_contain_text(RESERVE)
    expect(page.locator("#desaccords")).to_contain_text(OBJECTION)
    for words in (CURFEW, NEVER):
        expect(page.get_by_role("main")).not_to_contain_text(words)


def test_what_everyone_reads_is_corrected_and_an_erratum_says_so(visit: Visit) -> None:
    member, visitor = visit(MEMBER), visit()
    read(member, SUMMER)
    member.get_by_role("link", name="Corriger une faute").click()
    correct(member, EVENINGS, "conues", "connues")
    expect(member.get_by_text("attend maintenant l'accord d'une autre personne")).to_be_visible()
    read(visitor, SUMMER)
    expect(visitor.locator("main")).to_contain_text("conues")
    approve(visit(COORDINATOR))
    read(visitor, SUMMER)
    expect(passage(visitor, EVENINGS)).to_contain_text("Deux personnes connues")
    expect(visitor.locator("#errata")).to_contain_text("« connues »")
    expect(visitor.locator("#signatures").get_by_role("listitem")).to_have_count(3)


def read(page: Page, title: str) -> str:
    """The public text, found as everyone does; its address."""
    page.goto("/contributions/")
    page.get_by_role("link", name=re.compile(title)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page.url


def test_a_late_signature_is_dated_and_public_at_once(visit: Visit) -> None:
    page, visitor = visit(SOUTH, phone=True), visit()
    read(page, SUMMER)
    page.get_by_role("link", name="Signer pour votre centre").click()
    sign(page)
    expect(page.get_by_text(re.compile("signature tardive")).first).to_be_visible()
    read(visitor, SUMMER)
    expect(visitor.locator("#signatures").get_by_role("listitem")).to_have_count(4)


def test_within_two_days_a_signature_is_cancelled_and_leaves_the_page(visit: Visit) -> None:
    page, visitor = visit(SOUTH), visit()
    page.goto(work(visit(COORDINATOR)).replace("/suivi/", "/signatures/"))
    page.get_by_role("link", name="Annuler la signature").click()
    page.get_by_role("button", name=re.compile("^Annuler la signature")).click()
    expect(page.get_by_text("Annuler la signature")).to_have_count(0)
    read(visitor, SUMMER)
    expect(visitor.locator("#signatures").get_by_role("listitem")).to_have_count(3)


def test_an_addressee_answers_three_proposals_at_once(visit: Visit) -> None:
    coordinator, partner, visitor = visit(COORDINATOR), visit(PARTNER), visit()
    transmit(coordinator)
    partner.goto("/espace/recus/")
    partner.get_by_role("link", name=re.compile(SUMMER)).click()
    partner.get_by_role("button", name="Accuser réception").click()
    expect(partner.get_by_text("Réception accusée")).to_be_visible()
    reply(partner)
    for title in (HOURS, LIBRARY, EVENINGS):
        proposal_of(visitor, title)
        expect(visitor.locator("main ul.answers")).to_contain_text("Reprise")
        life = visitor.locator("main ol.steps")
        expect(life).to_contain_text(re.compile("[Vv]alidée"))
        expect(life).to_contain_text(REPLY)
        expect(life).to_contain_text(re.compile("[Pp]ubliée"))
        expect(life).to_contain_text(re.compile("[Tt]ransmise"))
        if title == HOURS:
            expect(life).to_contain_text(OBJECTION)


def transmit(page: Page) -> None:
    work(page)
    page.get_by_role("link", name=re.compile("^Transmettre")).first.click()
    page.get_by_label("Organisation destinataire").fill("Partenaire national (exemple)")
    option = page.locator("option", has_text="Lou").get_attribute("value")
    page.get_by_label("Compte du partenaire").select_option(option)
    page.get_by_label(re.compile("Dire au public")).check()
    page.get_by_role("button", name="Transmettre", exact=True).click()
    expect(page.locator("ul.lines").first).to_contain_text("Partenaire national")


def reply(page: Page) -> None:
    for choice in page.locator("input[name=blocks]").all():
        choice.check()
    page.get_by_label("Reprise", exact=True).check()
    page.get_by_label("Mots de la réponse").fill(REPLY)
    page.get_by_label(re.compile("accepte que cette réponse soit publique")).check()
    page.get_by_role("button", name="Enregistrer ma réponse").click()
    expect(page.locator("#repondre ul.entries")).to_contain_text(REPLY)


def proposal_of(page: Page, title: str) -> str:
    """The page of a proposal, from the public text."""
    page.goto("/propositions/")
    page.get_by_role("link", name=re.compile(title)).first.click()
    page.wait_for_url(re.compile(r"/propositions/\d+/"))
    return page.url


def test_a_withdrawal_by_two_persons_says_why_everywhere(visit: Visit) -> None:
    visitor, coordinator, moderator = visit(), visit(COORDINATOR), visit(SECOND_MODERATOR)
    partner = visit(PARTNER)
    addresses = [
        read(visitor, SUMMER),
        *(proposal_of(visitor, one) for one in (HOURS, LIBRARY, EVENINGS)),
    ]
    address = work(coordinator)
    act(coordinator, "Retirer la publication", REASON)
    visitor.goto(addresses[0])
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(SUMMER)
    moderator.goto(address)
    act(moderator, "Retirer la publication", REASON)
    for one in addresses:
        answered = visitor.goto(one)
        assert answered is not None
        assert answered.status == 410, one
        expect(visitor.get_by_text(REASON)).to_be_visible()
    partner.goto("/espace/nouvelles/")
    expect(
        partner.get_by_text("La contribution qui vous a été transmise est retirée").first
    ).to_be_visible()
