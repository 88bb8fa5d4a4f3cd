import type pg from 'pg'
import { newId, type Role } from '#platform'
import type { Asker, Case, Spell } from '../../src/access/access.ts'

/** A small generator with a seed, so that a world that fails can be made again. */
export const chanceFrom = (seed: number) => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    below: (limit: number) => Math.floor(next() * limit),
    of: <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!,
    likely: (share: number) => next() < share,
  }
}
export type Chance = ReturnType<typeof chanceFrom>

type Unit = {
  readonly id: string
  readonly agency: string
  readonly kind: string
  readonly region: string | null
  readonly area: string
  readonly parent: string | null
}
export type Officer = Asker & { readonly tokenHash: string }

const roles: readonly Role[] = [
  ...([
    'officer',
    'officer',
    'officer',
    'supervisor',
    'region-lead',
    'duty-officer',
    'local-contact',
    'mappa-coordinator',
  ] as const),
  ...(['control-room', 'administrator', 'auditor', 'data-steward'] as const),
]
const kinds = ['police', 'counter-terrorism', 'probation', 'prison', 'oversight'] as const
const areas = ['A1', 'A2', 'CT']

const range = ({ from, to }: Spell): string => `[${from.toString()},${to?.toString() ?? ''})`

/** Windows in the past, open, bounded and to come, around `now`; never so near that a slow machine would cross one. */
const spells = (now: Temporal.Instant): Record<'past' | 'open' | 'bounded' | 'coming', Spell> => {
  const at = (hours: number) => now.add({ hours })
  return {
    past: { from: at(-72), to: at(-24) },
    open: { from: at(-48), to: null },
    bounded: { from: at(-48), to: at(48) },
    coming: { from: at(24), to: null },
  }
}

/** Officers and units of five kinds of agency, with lapses, shifts and compartments, written to the database and told to the model. */
export const peopleWorld = async (owner: pg.Client, chance: Chance, size: { readonly officers: number }) => {
  await owner.query(`insert into region (code, name) values ('R1', 'Region 1'), ('R2', 'Region 2')`)
  for (const area of areas) await owner.query(`insert into area (code, name) values ($1, $1)`, [area])
  const agencies = kinds.flatMap(kind => [1, 2].map(n => ({ id: newId() as string, code: `${kind}-${n}`, kind })))
  for (const { id, code, kind } of agencies)
    await owner.query(`insert into agency (id, code, name, kind) values ($1, $2, $2, $3)`, [id, code, kind])
  const units: Unit[] = []
  for (const agency of agencies)
    for (const n of [1, 2]) {
      const unit: Unit = {
        id: newId(),
        agency: agency.id,
        kind: agency.kind,
        region: chance.likely(0.5) ? chance.of(['R1', 'R2']) : null,
        area: chance.of(areas),
        parent: n === 2 && chance.likely(0.7) ? units.at(-1)!.id : null,
      }
      units.push(unit)
      await owner.query(
        `insert into unit (id, agency_id, parent_id, code, name, kind, region, area) values ($1, $2, $3, $1::uuid::text, $1::uuid::text, 'team', $4, $5)`,
        [unit.id, unit.agency, unit.parent, unit.region, unit.area],
      )
    }
  const compartments = ['none', 'contact', 'none'].map(shows => ({
    id: newId() as string,
    shows: shows as 'none' | 'contact',
  }))
  for (const { id, shows } of compartments)
    await owner.query(`insert into compartment (id, name, shows) values ($1, $1::uuid::text, $2)`, [id, shows])

  const officers: Officer[] = []
  // Two of one agency of whom the first has lapsed and the other stands in: chance may make more, and must not make none.
  const lapsed = units.length * roles.indexOf('supervisor')
  for (let n = 0; n < size.officers; n++) {
    const unit = units[n % units.length]!
    const role = roles[Math.floor(n / units.length) % roles.length]!
    const officer: Officer = {
      officer: newId(),
      role,
      unit: unit.id,
      agency: unit.agency,
      ofResponsibleAuthority: unit.kind !== 'oversight',
      vetted: n === lapsed + 1 || chance.likely(0.93),
      trained: n !== lapsed && (n === lapsed + 1 || chance.likely(role === 'supervisor' ? 0.6 : 0.93)),
      supervises: [unit.id, ...units.filter(({ parent }) => parent === unit.id).map(({ id }) => id)],
      region: unit.region,
      area: unit.area,
      onShift: chance.likely(0.6),
      compartments: compartments.filter(() => chance.likely(0.25)).map(({ id }) => id),
      tokenHash: n.toString(16).padStart(8, '0').repeat(8),
    }
    officers.push(officer)
    await writeOfficer(owner, officer, chance)
  }
  await coverSupervisors(owner, officers)
  return { agencies, units, compartments, officers, standIns: standInsOfChance(officers, chance) }
}

/** Each supervisor whose vetting or training has lapsed is covered by another of their agency, who then answers for the units of both. */
const coverSupervisors = async (owner: pg.Client, officers: Officer[]): Promise<void> => {
  const first = Temporal.Now.instant()
  for (const [n, away] of officers.entries()) {
    if (away.role !== 'supervisor' || (away.vetted && away.trained)) continue
    // Only ever by somebody further on: no circle.
    const place = officers.findIndex(
      (other, at) =>
        at > n && other.role === 'supervisor' && other.agency === away.agency && other.vetted && other.trained,
    )
    const covering = officers[place]
    if (covering === undefined) continue
    await owner.query(
      `insert into cover (id, officer_id, covering_id, role, during, recorded_by) values ($1, $2, $3, 'supervises', $4, $2)`,
      [
        newId(),
        away.officer,
        covering.officer,
        range({ from: first.subtract({ hours: 1 }), to: first.add({ hours: 72 }) }),
      ],
    )
    officers[place] = { ...covering, supervises: [...new Set([...covering.supervises, ...away.supervises])] }
  }
}

/** Officers who are away, at times or (lapsed) always, and others of their agency who cover for them; `statements` write the absences and covers. */
const standInsOfChance = (officers: readonly Officer[], chance: Chance) => {
  const now = Temporal.Now.instant()
  const windows = spells(now)
  const ended = (spell: Spell): Spell => ({ ...spell, to: spell.to ?? now.add({ hours: 72 }) })
  const away: (Spell & { officer: string })[] = []
  const covers: (Spell & { covered: string; covering: string })[] = []
  const statements: [string, unknown[]][] = []
  for (const [n, { officer, agency, vetted, trained }] of officers.entries()) {
    // Only ever by somebody further on: no circle.
    const fit = officers.slice(n + 1).filter(other => other.agency === agency && other.vetted && other.trained)
    if (fit.length === 0 || chance.likely(0.2)) continue
    if (!vetted || !trained) away.push({ officer, from: now.subtract({ hours: 72 }), to: null })
    if (chance.likely(0.8)) {
      const spell = chance.of([windows.open, windows.open, windows.past, windows.bounded, windows.coming])
      away.push({ ...spell, officer })
      statements.push([
        `insert into absence (id, officer_id, during, kind, recorded_by) values ($1, $2, $3, 'leave', $2)`,
        [newId(), officer, range(spell)],
      ])
    }
    const cover = ended(chance.of([windows.open, windows.bounded, windows.past, windows.coming]))
    const covering = chance.of(fit).officer
    covers.push({ ...cover, covered: officer, covering })
    statements.push([
      `insert into cover (id, officer_id, covering_id, role, during, recorded_by) values ($1, $2, $3, 'responsible', $4, $2)`,
      [newId(), officer, covering, range(cover)],
    ])
  }
  return { away, covers, statements }
}

const writeOfficer = async (owner: pg.Client, officer: Officer, chance: Chance): Promise<void> => {
  const held = newId()
  await owner.query(`insert into officer (id, agency_id, name) values ($1, $2, $1::uuid::text)`, [
    officer.officer,
    officer.agency,
  ])
  await owner.query(
    `insert into role_held (id, officer_id, unit_id, role, during) values ($1, $2, $3, $4, tstzrange(now() - interval '1 day', null))`,
    [held, officer.officer, officer.unit, officer.role],
  )
  await owner.query(
    `insert into session (id, token_hash, kind, officer_id, role_held_id, ends_at) values ($1, $2, 'api', $3, $4, now() + interval '11 hours')`,
    [newId(), officer.tokenHash, officer.officer, held],
  )
  // Lapsed means that it ended yesterday or was never given.
  const days = (current: boolean) =>
    current ? 'daterange(current_date - 9, current_date + 9)' : 'daterange(current_date - 90, current_date - 1)'
  if (officer.vetted || chance.likely(0.5))
    await owner.query(
      `insert into vetting (id, officer_id, level, during) values ($1, $2, 'NPPV2', ${days(officer.vetted)})`,
      [newId(), officer.officer],
    )
  if (officer.trained || chance.likely(0.5))
    await owner.query(
      `insert into training (id, officer_id, course, during) values ($1, $2, 'user', ${days(officer.trained)})`,
      [newId(), officer.officer],
    )
  if (officer.onShift)
    await owner.query(
      `insert into duty_shift (id, unit_id, officer_id, during) values ($1, $2, $3, tstzrange(now() - interval '1 hour', now() + interval '40 hours'))`,
      [newId(), officer.unit, officer.officer],
    )
  for (const compartment of officer.compartments)
    await owner.query(
      `insert into compartment_member (id, compartment_id, officer_id, during) values ($1, $2, $3, tstzrange(now() - interval '1 hour', null))`,
      [newId(), compartment, officer.officer],
    )
}

type People = Awaited<ReturnType<typeof peopleWorld>>

/** A case of chance: every kind of grant and wall, begun, ended, and to come. */
export const caseOfChance = (
  { units, officers, compartments, agencies, standIns }: People,
  chance: Chance,
  now: Temporal.Instant,
): Case => {
  const windows = spells(now)
  const spell = (): Spell => chance.of([windows.past, windows.open, windows.open, windows.bounded, windows.coming])
  const several = <Fact>(most: number, make: () => Fact): Fact[] => Array.from({ length: chance.below(most + 1) }, make)
  const lead = chance.of(units)
  // Days, as a basis has them: from and to a midnight in London.
  const midnight = (days: number) => now.toZonedDateTimeISO('Europe/London').startOfDay().add({ days }).toInstant()
  const dayWindows: Spell[] = [
    { from: midnight(-9), to: null },
    { from: midnight(-9), to: midnight(3) },
    { from: midnight(-9), to: midnight(-2) },
    { from: midnight(2), to: null },
  ]
  const limitsMuch = chance.likely(0.3)
  const owner = (during: Spell, { id, agency, region }: Unit) => ({ ...during, unit: id, agency, region })
  return {
    // One at every moment from the first on: where one ends, another begins, which is written first.
    ownership: !chance.likely(0.95)
      ? []
      : chance.likely(0.5)
        ? [owner(windows.open, lead)]
        : [owner({ from: windows.bounded.to!, to: null }, chance.of(units)), owner(windows.bounded, lead)],
    bases: several(3, () => ({
      ...chance.of(dayWindows),
      counterTerrorism: chance.likely(0.4),
      confirmed: chance.likely(0.75),
    })),
    named: several(2, () => ({ ...spell(), officer: chance.of(officers).officer })),
    covers: standIns.covers,
    away: standIns.away,
    partners: several(2, () => {
      const unit = chance.of(units)
      const theirs = officers.filter(officer => officer.unit === unit.id)
      return {
        ...spell(),
        unit: unit.id,
        officer: theirs.length > 0 && chance.likely(0.5) ? chance.of(theirs).officer : null,
      }
    }),
    arrangements: several(1, () => ({ ...spell(), area: chance.of(areas) })),
    residences: several(1, () => ({ ...spell(), force: chance.of(agencies).id })),
    exclusions: limitsMuch ? several(3, () => ({ ...spell(), officer: chance.of(officers).officer })) : [],
    restrictions:
      limitsMuch && chance.likely(0.5)
        ? [
            {
              ...spell(),
              shows: chance.of(['none', 'contact'] as const),
              members: several(9, () => chance.of(officers).officer)
                .filter((officer, n, all) => all.indexOf(officer) === n)
                .map(officer => ({ ...spell(), officer })),
            },
          ]
        : [],
    compartments:
      limitsMuch && chance.likely(0.5)
        ? compartments.filter(() => chance.likely(0.5)).map(({ id, shows }) => ({ ...spell(), compartment: id, shows }))
        : [],
  }
}

/** Writes a record that nobody sees yet; `reckon` makes it visible, facts written after that go through the triggers. */
export const writeRecord = async (owner: pg.Client, nominal: string): Promise<void> => {
  await owner.query(`insert into nominal (id, quote) values ($1, 'Q')`, [nominal])
  await owner.query(`insert into nominal_headline (nominal_id) values ($1)`, [nominal])
  await owner.query(`insert into nominal_file (nominal_id, reference) values ($1, 'CN')`, [nominal])
}

/** Every fact of a case as one statement to run, in an order that chance may change. */
export const statementsOf = (
  nominal: string,
  subject: Case,
  by: { readonly officer: string; readonly agency: string },
): [string, unknown[]][] => {
  const common = 'id, nominal_id, recorded_by, agency_id, source_kind, during'
  const values = (spell: Spell) => [newId(), nominal, by.officer, by.agency, 'officer', range(spell)]
  const insert = (table: string, columns: string[], spell: Spell, more: unknown[]): [string, unknown[]] => [
    `insert into ${table} (${[common, ...columns].join(', ')}) values ($1, $2, $3, $4, $5, $6${columns.map((_, n) => `, $${n + 7}`).join('')})`,
    [...values(spell), ...more],
  ]
  const day = (instant: Temporal.Instant | null) =>
    instant?.toZonedDateTimeISO('Europe/London').toPlainDate().toString() ?? ''
  return [
    ...subject.ownership.map(fact => insert('ownership', ['unit_id'], fact, [fact.unit])),
    ...subject.bases.map((fact): [string, unknown[]] => {
      const [text, given] = insert('basis', ['kind', 'words', 'counter_terrorism', 'confirmed'], fact, [
        'any',
        'any',
        fact.counterTerrorism,
        fact.confirmed,
      ])
      return [text, given.with(5, `[${day(fact.from)},${day(fact.to)})`)]
    }),
    ...subject.named.map(fact => insert('assignment', ['officer_id', 'kind'], fact, [fact.officer, 'case team'])),
    ...subject.partners.map(fact => insert('partner', ['unit_id', 'officer_id'], fact, [fact.unit, fact.officer])),
    ...subject.arrangements.map(fact => insert('arrangement', ['area'], fact, [fact.area])),
    ...subject.residences.map(fact => insert('residence', ['force_id'], fact, [fact.force])),
    ...subject.exclusions.map(fact => insert('exclusion', ['officer_id'], fact, [fact.officer])),
    ...subject.compartments.map(fact => insert('compartment_of', ['compartment_id'], fact, [fact.compartment])),
    ...subject.restrictions.flatMap(fact => {
      const restriction = insert('restriction', ['shows'], fact, [fact.shows])
      const members = fact.members.map((member): [string, unknown[]] => [
        'insert into restriction_member (id, restriction_id, officer_id, during) values ($1, $2, $3, $4)',
        [newId(), restriction[1][0], member.officer, range(member)],
      ])
      return [restriction, ...members]
    }),
  ]
}
