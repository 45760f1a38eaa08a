"""Cues of saying: which words of a sentence introduce, close or place what somebody says."""

from __future__ import annotations

from riwaya.claims.context import Sentence
from riwaya.claims.phrases import Phrase
from riwaya.claims.scene import Scene
from riwaya.lexicons.matcher import Match
from riwaya.text.clitics import stems
from riwaya.text.normalize import fold_letters


def find_cues(scene: Scene) -> list[Match]:
    """The cues of a sentence in order: one reading a token, longest first, verbs only where they can be verbs."""
    sentence = scene.sentence
    out: list[Match] = []
    reach = -1
    cues = sentence.of("cues")
    for i in sorted({*cues, *sentence.of("factuality")}):
        if i <= reach:
            continue
        aside = sentence.find(i, "factuality")
        if aside and aside.length > 1:
            reach = aside.last  # "تجدر الإشارة إلى أن" attributes nothing
            continue
        found = cues.get(i, [])
        if not found:
            continue
        longest = max((m.length for m in sentence.matches[i] if m.table != "acts"), default=1)
        found = [m for m in found if m.length == longest or m.entry.row["kind"] == "according" or told_about(scene, m)]
        found = [m for m in found if _has_its_word(sentence, m)]
        found = [m for m in found if not (m.entry.row["kind"] == "say_verb" and not _verb_possible(sentence, m))]
        found = [m for m in found if not (m.entry.row["kind"] == "according" and _says_anew(sentence, m))]
        found = [m for m in found if not (m.entry.row["kind"] == "say_participle" and (m.hit.article or m.hit.drop))]
        # a plural of women is not written of bodies: "وعدن" is the city
        found = [m for m in found if not (m.hit.form.persons and set(m.hit.form.persons) <= {"3fp", "3fd"})]
        if not found:
            continue
        order = ("unsaid", "according", "channel", "turn", "say_verb", "say_participle", "say_noun")
        best = min(found, key=lambda m: (-m.length, order.index(m.entry.row["kind"])))
        if best.entry.row["kind"] == "channel":
            # "تحقق في تقارير عن اغتصاب": what the reports tell of is said, not where somebody speaks
            within = (m for m in cues.get(best.last, ()) if told_about(scene, m))
            best = next(within, best)
        if best.entry.row["kind"] == "unsaid" or _names_himself(sentence, best):
            reach = best.last
            continue
        if best.entry.row["kind"] == "say_noun" and (out and _is_subject(scene, out[-1], best)):
            continue
        if best.entry.row["kind"] == "say_noun" and not (
            _introduces(sentence, best) or holder_of(scene, best) or told_about(scene, best)
        ):
            continue
        out.append(best)
        reach = best.last
    return out


def _says_anew(sentence: Sentence, match: Match) -> bool:
    """`كما أعلنت عن …`, `فيما ذكر … أن`: the words open a content of their own, they do not name a source for one."""
    if sentence.tokens.words[match.first].lstrip("و") not in ("كما", "فيما"):
        return False
    for k in range(match.last + 1, min(sentence.stop, match.last + 10)):
        if sentence.link(k, "complementizer") or (k == match.last + 1 and sentence.tokens.words[k] == "عن"):
            return True
        if sentence.tokens.words[k] in "،,.؛":
            return False
    return False


def _has_its_word(sentence: Sentence, match: Match) -> bool:
    """Does one of the words follow without which the cue is none (`with=` of its row)?"""
    needed = [fold_letters(t[5:]) for t in match.entry.row.list("takes") if t.startswith("with=")]
    following = sentence.tokens.words[match.last + 1 : match.last + _REACH]
    return not needed or any(need in word for need in needed for word in following)


_REACH = 10  # tokens: a subject with its title stands between a verb and its object


def _names_himself(sentence: Sentence, cue: Match) -> bool:
    """`بحسب وصفه`, `على حد قولها`: whoever is speaking already."""
    if cue.entry.row["kind"] != "according":
        return False
    own = sentence.tokens.words[cue.last : cue.last + 2]
    return any(word.startswith(_OWN_WORDS) and word.endswith(("ه", "ها", "هم")) for word in own)


_OWN_WORDS = ("قول", "تعبير", "وصف", "زعم", "راي", "رءي", "كلام")


def _is_subject(scene: Scene, verb: Match, noun: Match) -> bool:
    """`وقال البيان إن`, `وأفادت تقارير أن`, `وكالة دوجان للأنباء`: the text itself speaks, or names an agency."""
    if noun.hit.article and noun.hit.proclitic:
        return True
    phrase = scene.phrase_from(noun.first)
    speaks = noun.hit.article or (phrase is not None and not phrase.prep)
    return verb.entry.row["kind"] == "say_verb" and verb.last >= noun.first - 2 and speaks


def told_about(scene: Scene, noun: Match) -> int | None:
    """`تقارير للمنظمة بشأن اغتصاب أسيرات`: first token of the act that a report, news or information tells of."""
    sentence = scene.sentence
    before = sentence.find(noun.first - 1, "cues") if noun.first > sentence.first else None
    told = before is not None and before.entry.row["kind"] == "say_verb"
    if noun.entry.id not in _REPORTS or noun.hit.article or noun.hit.drop or told:
        return None
    owner = scene.phrase_from(noun.last + 1)
    if owner and owner.prep not in ("", "li"):
        return None
    whole = scene.phrase_from(noun.first)
    k = max([noun.last, *(p.last for p in (owner, whole) if p)]) + 1
    if k + 1 >= sentence.stop or sentence.tokens.words[k] not in _ABOUT:
        return None
    bare = any(
        m.hit.form.pos == "n" and not (m.hit.article or m.hit.proclitic) for m in sentence.of("acts").get(k + 1, ())
    )
    return k + 1 if bare or sentence.link(k + 1, "event_noun") else None


_REPORTS = frozenset({"report_n", "news_n", "information_n", "testimony_n", "account_n"})
_ABOUT = frozenset({"عن", "بشان", "حول", "بخصوص"})


def holder_of(scene: Scene, noun: Match) -> Phrase | None:
    """`اتهام الحكومة جماعة ب…`, `إعلان اللجنة انهيار…`: who speaks, in the genitive of a noun of saying."""
    if noun.entry.row["kind"] != "say_noun" or noun.hit.article or noun.hit.drop:
        return None
    if not set(noun.entry.row.list("takes")) & _COMPLEMENTS:
        return None
    phrase = scene.phrase_from(noun.last + 1)
    if phrase is None or phrase.prep or phrase.kind not in _HOLDERS:
        return None
    return phrase


_COMPLEMENTS = frozenset({"object", "bi", "ila", "ala", "min"})
_HOLDERS = frozenset({"actor", "source", "title", "force", "body"})


def _introduces(sentence: Sentence, noun: Match) -> bool:
    """Does a noun of saying open a content here: "قوله إن", "قولها:", "قوله «…»"?"""
    k = noun.last + 1
    if k >= sentence.stop:
        return False
    if sentence.tokens.words[k] in "،," and k + 1 < sentence.stop:
        k += 1
    quoted = sentence.is_quote(k) and "quote" in noun.entry.row.list("takes")
    if (
        noun.hit.drop
        and not noun.hit.article
        and "object" in noun.entry.row.list("takes")
        and tells_of_act(sentence, k)
    ):
        return True  # "تأكيده اعتقال سبعة", "مفادها وصول تعزيزات"
    return bool(sentence.link(k, "complementizer")) or sentence.tokens.words[k] == ":" or quoted


def tells_of_act(sentence: Sentence, k: int) -> bool:
    """Is token k a noun that reports an act: "اعتقال", "وقوع"?"""
    acts = any(m.hit.form.pos == "n" for m in sentence.of("acts").get(k, ()))
    return acts or sentence.link(k, "event_noun", "light_noun") is not None


def _verb_possible(sentence: Sentence, match: Match) -> bool:
    if match.hit.form.pos == "n":
        return True
    turned = any(m.last == match.first - 1 and m.entry.row["kind"] == "turn" for m in sentence.all("cues"))
    governed = sentence.preposition_before(match.first) and not turned  # "من جانبها تعهدت"
    if match.hit.article or governed or _unsaid(sentence, match):
        return False
    if _passive_only(sentence, match) and match.entry.id not in _HEARSAY:
        return False
    if match.hit.form.tense == "j" and sentence.tokens.words[max(match.first - 1, sentence.first)].lstrip("وف") != "لم":
        return False  # "تشارك" holds no jussive of أشار
    if sentence.link(match.first, "subset"):
        return False
    if "past" in match.entry.row.list("takes") and match.hit.form.tense != "p":
        return False
    behind = sentence.tokens.words[match.last + 1] if match.last + 1 < sentence.stop else ""
    voices = match.entry.id == "express_abbara" and "عن" in sentence.tokens.words[match.last + 1 : match.last + _REACH]
    if (
        sentence.link(match.first, "preposition")
        and not voices
        and not behind.endswith("ون")  # no genitive: "قبل مقاتلون الخروج"
        and not _brings_its_an(sentence, match.last + 1)
    ):
        return False  # بين and قبل are prepositions unless they bring their أن
    # a noun of people with the same letters (طالب) after an article or number is no verb; the match says which
    return match.hit.proclitic == ""


def _unsaid(sentence: Sentence, match: Match) -> bool:
    """`لم توضح أسباب الحادث`, `ما يؤكد أن`: a denied verb tells what was not said, a state of things says nothing."""
    if match.entry.row["stance"] in ("denies", "rejects") or is_hearsay(match):
        return False
    if match.first == sentence.first:
        return False
    before = sentence.tokens.words[match.first - 1]
    return before.lstrip("وف") in _NEGATIONS or (before in WHAT and not _calls(sentence, match))


def _calls(sentence: Sentence, match: Match) -> bool:
    """`ما يصفه بـ«الاحتلال»`: the term is the speaker's own."""
    k = match.last + 2
    return match.entry.row.list("takes")[0] == "bi" and k < sentence.stop and sentence.is_quote(k)


WHAT = frozenset({"ما", "مما", "بما", "عما"})
"""Words whose verb tells of a state of things: "وهو ما يؤكد أن"."""
_NEGATIONS = frozenset({"لم", "لا", "لن"})
_CALLED = frozenset({"allege", "call_for"})
_HEARSAY = frozenset({"say", "mention", "relay"})
"""Verbs whose passive hands on what nobody in particular said: "يقال إن"."""


def _passive_only(sentence: Sentence, match: Match) -> bool:
    """`يوجد`, `يدعى`: a passive that only says that something is there, or what it is called."""
    if match.hit.form.voice == "p":
        return True
    spelled = sentence.tokens.spelled(match.first)
    saying = sentence.link(match.last + 1, "complementizer")
    return match.hit.form.tense == "i" and spelled.endswith("ى") and match.entry.id in _CALLED and not saying


def is_hearsay(cue: Match) -> bool:
    """Is the cue a passive, so that nobody is named who speaks: "يقال إن"?"""
    return cue.hit.form.voice == "p"


def _brings_its_an(sentence: Sentence, start: int) -> bool:
    """Does أن follow soon, before a comma?"""
    for k in range(start, min(sentence.stop, start + 5)):
        if sentence.tokens.words[k] in "،,":
            return False
        if sentence.link(k, "complementizer"):
            return True
    return False


def stance_of(cue: Match) -> str:
    """How the speaker stands to the content: `asserts` unless the cue says otherwise."""
    return cue.entry.row["stance"] or "asserts"


def names_source(sentence: Sentence, cue: Match) -> bool:
    """Does "وفق", "على ما", "من مصدر" name who says something, not a measure or a likelihood?"""
    if cue.entry.id == "acc_min_masdar" and not _obtained(sentence, cue):
        return False
    if sentence.tokens.words[cue.last].endswith("ما") and not _verb_behind(sentence, cue):
        return False  # "على ما يعرف بـ"
    measured = sentence.tokens.words[cue.last + 1] if cue.last + 1 < sentence.stop else ""
    return not any(stem.text in _MEASURES for stem in stems(measured))


def _obtained(sentence: Sentence, cue: Match) -> bool:
    """`علم الموقع من مصادر`: only behind a verb of learning do مصادر after من vouch for what follows."""
    before = sentence.tokens.words[max(sentence.first, cue.first - 4) : cue.first]
    return any(stem in word for word in before for stem in ("علم", "حصل", "نقل", "تلق"))


def _verb_behind(sentence: Sentence, cue: Match) -> bool:
    return any(
        m.entry.row["kind"] == "say_verb" for k in (cue.last + 1, cue.last + 2) for m in sentence.of("cues").get(k, ())
    )


# folded spelling
_MEASURES = frozenset(
    "خطة اتفاق قانون عدد حاجة جدول برنامج شروط معايير ترتيب نوع الية قرار قرارات قواعد مبدا اصول دستور رءية "
    "استراتيجية منظور مفهوم ميثاق نص بنود احكام اتفاقية معاهدة منهج اسس اجراءات توقيت تقويم مقتضيات ضوابط "
    "قوانين اعراف مقررات اهداف مواثيق مبادي لواءح مصلحة ظروف احتياجات اولويات".split()
)
"""What something goes by without anybody saying it: "وفق خطة من ثلاث مراحل"."""
