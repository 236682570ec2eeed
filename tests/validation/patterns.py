"""Patterns that the reference scenario must show, each with its published target and tolerance.

Each function takes a run (an open HDF5 file of Catchment) and yields `Finding`s. Targets come from the publishers named;
prevalence, frailty, use of care and care homes come from the tables in configs/figures, where their sources stand.
"""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FIGURES = Path(__file__).resolve().parents[2] / "configs" / "figures"
ENGLAND = 51_815_853  # people, mid-2008 (Office for National Statistics)
DAYS = 365.25


@dataclass
class Finding:
    """One comparison. `tolerance` is absolute, in the unit of the value."""

    pattern: str
    value: float
    target: float
    tolerance: float

    @property
    def holds(self):
        return abs(self.value - self.target) <= self.tolerance

    def __str__(self):
        mark = "ok  " if self.holds else "FAIL"
        return f"{mark} {self.pattern:<66} {self.value:12.4g}  target {self.target:10.4g} ± {self.tolerance:.3g}"


def pooled(replicates):
    """One finding from those of the same pattern in several replicates: their means, and two standard errors of the mean
    difference beside the tolerance, which is that of the model and not of the luck of a sample."""
    first, n = replicates[0], len(replicates)
    assert all(finding.pattern == first.pattern for finding in replicates)
    differences = [finding.value - finding.target for finding in replicates]
    error = np.std(differences, ddof=1) / math.sqrt(n) if n > 1 else 0.0
    return Finding(
        first.pattern,
        float(np.mean([finding.value for finding in replicates])),
        float(np.mean([finding.target for finding in replicates])),
        first.tolerance + 2 * float(error),
    )


def lower_bounds(run):
    """First age of each age band."""
    names = [name.decode() for name in run["age_band"][:]]
    return np.array([int(name.rstrip("+").split("-")[0]) for name in names])


class Window:
    """The first months of a run, read like the whole."""

    def __init__(self, run, months):
        self.run, self.months = run, months

    def __getitem__(self, name):
        dataset = self.run[name]
        return dataset if name in STATIC else dataset[: self.months]


# What does not grow by months.
STATIC = ("age_band", "service", "condition", "clock_stop", "nursing_place", "money/payer", "money/service", "money/purpose")


def years(run):
    """Length of the recorded time in years."""
    month = run["month"][:]
    return (run["month_end"][-1] - month[0] + 1) / DAYS


def person_years(run, dataset="population/persons_by_deprivation"):
    """Person-years (all but the month axis) from the people at the ends of months."""
    return run[dataset][:].mean(axis=0) * years(run)


def life_expectancy(deaths, exposure, bounds):
    """Expectation of life at birth from deaths and person-years by age band (abridged life table, Chiang)."""
    alive, lived = 1.0, 0.0
    widths = np.diff(bounds)
    for k, rate in enumerate(deaths / exposure):
        if k == len(widths):
            return lived + alive / rate
        share = 0.1 if k == 0 else 0.5
        die = widths[k] * rate / (1 + widths[k] * (1 - share) * rate)
        lived += alive * widths[k] * (1 - die * (1 - share))
        alive *= 1 - die
    raise ValueError("no open age band")


def mortality(run):
    """Life expectancy of England 2007-09 (Office for National Statistics)."""
    bounds = lower_bounds(run)
    deaths = run["population/deaths_by_deprivation"][:].sum(axis=0)
    exposure = person_years(run)
    for sex, target in ((0, 78.1), (1, 82.1)):
        name = ("men", "women")[sex]
        value = life_expectancy(deaths[:, :, sex].sum(axis=0), exposure[:, :, sex].sum(axis=0), bounds)
        yield Finding(f"life expectancy at birth, {name}", value, target, 0.3)
    ends = {0: (73.6, 81.2), 1: (78.9, 84.4)}
    for sex, (most, least) in ends.items():
        name = ("men", "women")[sex]
        by_quintile = [life_expectancy(deaths[q, :, sex], exposure[q, :, sex], bounds) for q in range(5)]
        yield Finding(f"life expectancy, {name}, most deprived fifth", by_quintile[0], most, 0.8)
        yield Finding(f"life expectancy, {name}, least deprived fifth", by_quintile[4], least, 0.8)
        rises = float(np.all(np.diff(by_quintile) > 0))
        yield Finding(f"life expectancy, {name}, rises with every fifth (1: yes)", rises, 1, 0)


def deaths(run):
    """Deaths registered in 2008 (Office for National Statistics)."""
    rate = run["population/deaths"][:].sum() / person_years(run).sum()
    yield Finding("deaths a year in England", rate * ENGLAND, 475_763, 0.03 * 475_763)


def read_figures(name):
    """Rows of a table of configs/figures."""
    with open(FIGURES / f"{name}.csv", newline="", encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    return list(csv.DictReader(lines))


def published_prevalence():
    """{(condition, first age, last age): share} of both sexes, weighted by the people of England."""
    people = {(int(row["age"]), row["sex"]): float(row["persons"]) for row in read_figures("population")}
    sums = {}
    for row in read_figures("conditions"):
        first, last = int(row["age_from"]), int(row["age_to"])
        weight = sum(people.get((age, row["sex"]), 0) for age in range(first, last + 1))
        total = sums.setdefault((row["condition"], first, last), [0.0, 0.0])
        total[0] += weight * float(row["prevalence_percent"]) / 100
        total[1] += weight
    return {key: with_it / people_there for key, (with_it, people_there) in sums.items()}


def between(bounds, first, last):
    """Which age bands lie within these ages."""
    return (bounds >= first) & (bounds <= last)


def prevalence(run):
    """Each condition at each age of its table: within 10% of the value or half a percentage point."""
    bounds = lower_bounds(run)
    names = [name.decode() for name in run["condition"][:]]
    persons = run["population/persons_by_deprivation"][:].sum(axis=(0, 1, 3))
    with_it = run["population/with_condition"][:].sum(axis=(0, 3))
    for (condition, first, last), target in published_prevalence().items():
        here = between(bounds, first, last)
        value = with_it[names.index(condition), here].sum() / persons[here].sum()
        tolerance = max(0.1 * target, 0.005) * 100
        yield Finding(f"prevalence of {condition} at {first}-{last}, %", value * 100, target * 100, tolerance)


def multimorbidity(run):
    """Two or more conditions: Barnett et al 2012 (Scotland, 40 conditions), Cassell et al 2018 (England, 36)."""
    bounds = lower_bounds(run)
    persons = run["population/persons_by_deprivation"][:].sum(axis=(0, 3)).astype(float)
    multimorbid = run["population/multimorbid"][:].sum(axis=0)
    for first, last, target in ((0, 24, 1.9), (25, 44, 11.3), (45, 64, 30.4), (65, 84, 64.9), (85, 120, 81.5)):
        here = between(bounds, first, last)
        value = 100 * multimorbid[:, here].sum() / persons[:, here].sum()
        yield Finding(f"two or more conditions at {first}-{last}, %", value, target, 0.1 * target)
    value = 100 * multimorbid.sum() / persons.sum()
    yield Finding("two or more conditions, all ages, %", value, 23.2, 2.32)
    adults = adult_weights(bounds)
    by_quintile = 100 * (multimorbid * adults).sum(axis=1) / (persons * adults).sum(axis=1)
    everybody = 100 * (multimorbid * adults).sum() / (persons * adults).sum()
    yield Finding("two or more conditions, adults, %", everybody, 27.2, 2.72)
    yield Finding("two or more conditions, adults, most deprived fifth, %", by_quintile[0], 30.0, 3.0)
    yield Finding("two or more conditions, adults, least deprived fifth, %", by_quintile[4], 25.8, 2.58)


def adult_weights(bounds):
    """Share of each age band that is 18 and over."""
    return np.clip((bounds + 5 - 18) / 5, 0, 1) * (bounds >= 15)


def frailty(run):
    """Electronic frailty index at 65 and over, and long-term conditions (The King's Fund 2009, L397: more than 60%)."""
    old = between(lower_bounds(run), 65, 120)
    bands = run["population/frailty"][:].sum(axis=0)[:, old].sum(axis=1)
    for name, share, target in zip(("fit", "mild", "moderate", "severe"), bands / bands.sum(), (50, 35, 12, 3)):
        yield Finding(f"frailty at 65 and over: {name}, %", 100 * share, target, 3)
    persons = run["population/persons_by_deprivation"][:].sum(axis=(0, 1, 3))
    any_condition = run["population/any_condition"][:].sum(axis=0)
    share = 100 * any_condition[old].sum() / persons[old].sum()
    yield Finding("a long-term condition at 65 and over, % (more than 60)", share, 80, 20)


def care_homes(run):
    """Residents at the 2011 census (Office for National Statistics), within 10%."""
    bounds = lower_bounds(run)
    persons = run["population/persons_by_deprivation"][:].sum(axis=(0, 1, 3))
    residents = run["population/in_care_home"][:].sum(axis=0)
    for first, target in ((65, 3.2), (85, 13.8)):
        here = between(bounds, first, 120)
        value = 100 * residents[here].sum() / persons[here].sum()
        yield Finding(f"in care homes at {first} and over, %", value, target, 0.1 * target)


def use_of_care(run):
    """National totals of 2008/09 within 3%."""
    services = [name.decode() for name in run["service"][:]]
    served = run["activity/served"][:].sum(axis=(0, 1))
    people = person_years(run).sum()

    def rate(name):
        return served[services.index(name)] / people

    totals = (
        ("GP consultations a person-year", rate("gp_consultation"), 5.5),
        ("A&E attendances a person-year", rate("accident_emergency"), 19_580_911 / ENGLAND),
        ("emergency admissions in England, millions", rate("emergency_inpatient") * ENGLAND / 1e6, 5.0),
        ("day cases in England, millions", rate("day_case") * ENGLAND / 1e6, 5.2),
        ("planned inpatients in England, millions", rate("elective_inpatient") * ENGLAND / 1e6, 1.75),
        (
            "outpatient attendances in England, millions",
            (rate("outpatient_first") + rate("outpatient_follow_up")) * ENGLAND / 1e6,
            60.5,
        ),
        ("ambulance responses in England, millions", rate("ambulance") * ENGLAND / 1e6, 6.15),
        ("district nursing visits in England, millions", rate("district_nursing") * ENGLAND / 1e6, 33.0),
    )
    for pattern, value, target in totals:
        yield Finding(pattern, value, target, 0.03 * target)


def ambulances(run):
    """Responses by category, and those in time (NHS Information Centre, Ambulance Services England 2008/09), within 3%."""
    responses = run["waiting/ambulance_responses"][:].sum(axis=(0, 1))
    in_time = run["waiting/ambulance_responses_in_time"][:].sum(axis=(0, 1))
    a, b, c = 100 * responses / responses.sum()
    a_8, a_19, b_19 = 100 * in_time / responses[[0, 0, 1]]
    for pattern, value, target in (
        ("ambulance responses of category A, %", a, 31.6),
        ("ambulance responses of category B, %", b, 41.6),
        ("ambulance responses of category C, %", c, 26.8),
        ("category A within 8 minutes, %", a_8, 74.3),
        ("category A within 19 minutes, %", a_19, 96.9),
        ("category B within 19 minutes, %", b_19, 91.0),
    ):
        yield Finding(pattern, value, target, 0.03 * target)


def home_care(run):
    """Users of home care, September 2008 (NHS Information Centre, Community Care Statistics, within 5%), of privately paid home
    care (Wittenberg, recalled, within 10%), and what councils pay for 4.1 million hours a week at £13 (the former, within 10%)."""
    people = run["population/persons_by_deprivation"][:].sum(axis=(1, 2, 3)).mean()
    users = run["population/home_care"][:].sum(axis=1).mean() / people * ENGLAND
    private = run["population/home_care_self_paid"][:].sum(axis=1).mean() / people * ENGLAND
    yield Finding("users of home care paid for by councils, England", users - private, 340_600, 0.05 * 340_600)
    yield Finding("users of home care who pay for it, England", private, 150_000, 0.1 * 150_000)
    councils = (
        (run["money/service"][:] == b"home_care")
        & (run["money/purpose"][:] == b"contract")
        & (run["money/payer"][:] != b"service_users")
    )
    spent = run["money/paid"][:].sum(axis=0)[councils].sum() / 100 / years(run) / people * ENGLAND / 1e9
    target = 4.1e6 * 13 * DAYS / 7 / 1e9
    yield Finding("spent on home care by councils a year in England, £ billion", spent, target, 0.1 * target)


def nursing(run):
    """District nursing (Department of Health 2004, in Imison 2009, L302 and L393), within 3 percentage points. Contact
    within a year is what is expected at the hazards of the start of each month."""
    places = [name.decode() for name in run["nursing_place"][:]]
    visits = run["activity/district_nursing_by_place"][:].sum(axis=(0, 2, 3))
    yield Finding("visits of district nurses at home, %", 100 * visits[places.index("home")] / visits.sum(), 85, 3)
    chance = run["outcome/oldest_nursed_chance"][:].sum() / 1e6
    share = 100 * chance / run["outcome/oldest"][:].sum()
    yield Finding("in contact with a district nurse within a year at 85 and over, %", share, 57, 3)


def beds(run):
    """Occupancy (sitrep, April 2009), delayed transfers (2008), emergency bed days over 65 (South West, Ham 2010, L66)."""
    services = [name.decode() for name in run["service"][:]]
    in_beds = [services.index("emergency_inpatient"), services.index("elective_inpatient")]
    days = years(run) * DAYS
    bed_days = run["activity/bed_days"][:, :, in_beds].sum()
    beds_open = run["activity/beds"][:].sum(axis=1).mean()
    people = person_years(run)
    delayed = run["activity/delayed_days"][:, :, in_beds].sum() / days / people.sum() * years(run) * ENGLAND
    yield Finding("bed occupancy, %", 100 * bed_days / (beds_open * days), 91, 2.73)
    yield Finding("patients delayed on a day in England", delayed, 5_330, 0.03 * 5_330)
    old = between(lower_bounds(run), 65, 120)
    bed_days_old = run["activity/emergency_bed_days"][:].sum(axis=(0, 1))[old].sum()
    per_1000 = 1000 * bed_days_old / people[:, old].sum()
    yield Finding("emergency bed days for 1,000 people of 65 and over", per_1000, 2_778, 0.03 * 2_778)


def shares_by_label(run, counts, labels):
    """Shares of a table of months by labels by anything, per cent, by label."""
    totals = run[counts][:].sum(axis=0).reshape(len(run[labels]), -1).sum(axis=1)
    return {name.decode(): 100 * total / totals.sum() for name, total in zip(run[labels][:], totals, strict=True)}


def places_of_death(run):
    """38% in the usual residence in 2008/09, about 7% in hospices and elsewhere (Public Health England, National End of Life Care
    Intelligence Network 2013), within 3 points; permanent residents in their care home between 50,700 of 2005 and 66,800 of
    2014 (the same, 2017), within a tenth. Who dies in a home during a short stay lives at home in the model."""
    shares = shares_by_label(run, "outcome/deaths_by_place", "place_of_death")
    yield Finding("deaths in hospital, %", shares["hospital"], 55, 3)
    yield Finding("deaths of residents in their care home, %", shares["care_home"], 11.7, 1.17)


def causes_of_delay(run):
    """National Audit Office 2003 and situation reports of 2008/09 (recalled), between them; those who wait for the home of their
    choice or for money wait for a home here."""
    shares = shares_by_label(run, "outcome/delayed_days_by_cause", "delay_cause")
    for cause, target, tolerance in (("assessment", 38, 5), ("care_home", 47, 5), ("home_care", 10, 3), ("equipment", 5, 2)):
        yield Finding(f"delayed days that wait for {cause.replace('_', ' ')}, %", shares[cause], target, tolerance)


def median_weeks(by_week):
    """Median of counts by week, as if days were spread evenly over each."""
    reached = np.cumsum(by_week) / by_week.sum()
    week = int(np.argmax(reached >= 0.5))
    before = reached[week - 1] if week else 0.0
    return week + (0.5 - before) / (reached[week] - before)


def referral_to_treatment(run):
    """Within 18 weeks of the referral, August 2008, and median weeks of admitted patients, 7.6 in December 2008 and 8.6 in
    January 2009 (Department of Health, referral to treatment times). The share admitted in time is set
    (care.booked_within_18_weeks_share). Of those not admitted more are in time than were, since their clock stops at the
    first attendance, and that of some stopped later."""
    stops = [name.decode() for name in run["clock_stop"][:]]
    treated = run["waiting/treated"][:].sum(axis=(0, 1))
    in_time = 100 * run["waiting/treated_within_18_weeks"][:].sum(axis=(0, 1)) / treated
    for name, target, tolerance in (("admitted", 90.2, 1.5), ("not_admitted", 95.3, 4)):
        value = in_time[stops.index(name)]
        yield Finding(f"{name.replace('_', ' ')}, within 18 weeks of the referral, %", value, target, tolerance)
    by_week = run["waiting/treated_by_week"][:].sum(axis=0)[stops.index("admitted")]
    yield Finding("admitted, median weeks since the referral", median_weeks(by_week), 8.1, 0.7)


def use_by_age(run):
    """Emergency admissions for 1,000 people by age: the shape of Hospital Episode Statistics, within 6%."""
    bounds = lower_bounds(run)
    admissions = run["activity/emergency_admissions"][:].sum(axis=(0, 1))
    exposure = person_years(run)
    people = {(int(row["age"]), row["sex"]): float(row["persons"]) for row in read_figures("population")}
    for first, last in ((0, 4), (5, 14), (15, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 74), (75, 84), (85, 120)):
        here = between(bounds, first, last)
        value = 1000 * admissions[here].sum() / exposure[:, here].sum()
        target = 1000 * published_use("emergency_admission", first, last, people)
        yield Finding(f"emergency admissions for 1,000 people at {first}-{last}", value, target, 0.06 * target)


def published_use(service, first, last, people):
    """Use per person-year at these ages, both sexes, weighted by the people of England."""
    use = weight = 0.0
    for row in read_figures("use"):
        if row["service"] == service:
            for age in range(max(first, int(row["age_from"])), min(last, int(row["age_to"])) + 1):
                use += people.get((age, row["sex"]), 0) * float(row["rate_per_person_year"])
                weight += people.get((age, row["sex"]), 0)
    return use / weight


def drift(run, months=12):
    """With trends off, prevalence and frailty by age in the last year against the first: less than 5% (or a tenth of a
    point), beyond two standard errors of the difference. Ages within a group count as they did in the first year."""
    bounds = lower_bounds(run)
    names = [name.decode() for name in run["condition"][:]]
    persons = run["population/persons_by_deprivation"][:].sum(axis=(1, 3)).astype(float)
    with_it = run["population/with_condition"][:].sum(axis=3).astype(float)
    bands = run["population/frailty"][:].astype(float)
    counts = [(name, with_it[:, c]) for c, name in enumerate(names)]
    counts += [(f"frailty {name}", bands[:, b]) for b, name in enumerate(("fit", "mild", "moderate", "severe"))]
    for first, last in ((0, 17), (18, 44), (45, 64), (65, 74), (75, 84), (85, 120)):
        here = between(bounds, first, last)
        for name, count in counts:
            yield drift_finding(f"drift of {name} at {first}-{last}, %", count[:, here], persons[:, here], months)


def drift_finding(pattern, count, persons, months):
    """Compares the last months with the first, standardised to the ages of the first."""
    weight = persons[:months].mean(axis=0) / persons[:months].mean(axis=0).sum()
    start = (count[:months].sum(axis=0) / persons[:months].sum(axis=0) * weight).sum()
    end = (count[-months:].sum(axis=0) / persons[-months:].sum(axis=0) * weight).sum()
    error = math.sqrt(2) * sampling_error(weight_people(persons, months), min(max(start, 1e-6), 1 - 1e-6))
    return Finding(pattern, 100 * end, 100 * start, max(5 * start, 0.1) + 200 * error)


def weight_people(persons, months):
    """People of these ages on an average day of the first months."""
    return persons[:months].mean(axis=0).sum()


def first_months(check, months):
    """The same comparison over the first months only: capacity does not grow with the people."""
    return lambda run: check(Window(run, months))


PEOPLE = tuple(first_months(check, 60) for check in (mortality, prevalence, multimorbidity, frailty, care_homes))
OF_A_YEAR = (use_of_care, ambulances, home_care, nursing, beds, causes_of_delay, places_of_death, referral_to_treatment, use_by_age)
CARE = tuple(first_months(check, 12) for check in OF_A_YEAR)
REFERENCE = PEOPLE + (first_months(deaths, 24),) + CARE


def sampling_error(people, share):
    """Standard error of a share of `people` persons."""
    return math.sqrt(share * (1 - share) / people)
