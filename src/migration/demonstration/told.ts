/** Something that an officer wrote, and what they corrected it to. All of it is invented. */
export type Told = {
  readonly daysAgo: number
  readonly at: string // by the clock in London
  readonly kind: string // a code of reference/entry-kinds.json
  readonly type: 'fact' | 'reported' | 'opinion' | 'assessment'
  readonly words: string
  /** Source, information and handling by 3x5x2, and the conditions that go with C. */
  readonly grade?: readonly [source: string, information: string, handling: string, conditions: string]
  readonly corrected?: Partial<Pick<Told, 'words' | 'type' | 'grade'>> & { readonly why: string }
}

const notAbroad = 'Not outside the police without a word with the unit that recorded it.'

/** What happened to some people in the last weeks, as officers write it: events, intelligence, a threat, a loss of contact. */
export const stories: readonly (readonly Told[])[] = [
  [
    {
      daysAgo: 38,
      at: '11:20',
      kind: 'APPOINTMENT-MISSED',
      type: 'fact',
      words: 'Did not come at 11. Telephone goes to voicemail; message left, text sent.',
    },
    {
      daysAgo: 36,
      at: '17:45',
      kind: 'VISIT-UNMET',
      type: 'fact',
      words: 'Nobody opened. Curtains drawn, post in the box. Card left. Second attempt this week.',
    },
    {
      daysAgo: 35,
      at: '09:10',
      kind: 'LOSS-OF-CONTACT',
      type: 'fact',
      words:
        'No contact for five days by any number we hold. Supervisor told. Hospital and custody suites asked: not there.',
    },
    {
      daysAgo: 33,
      at: '15:00',
      kind: 'CONTACT',
      type: 'reported',
      words:
        'Rang from a new number: had been staying with a sister, telephone broken. New number taken, told to come in tomorrow.',
    },
    {
      daysAgo: 32,
      at: '10:30',
      kind: 'DECISION',
      type: 'fact',
      words:
        'Written warning for the missed appointment. Not referred further: first time, explained, and the address was confirmed by the sister.',
    },
    {
      daysAgo: 32,
      at: '11:15',
      kind: 'NOTE',
      type: 'opinion',
      words:
        'The account of where the telephone was does not quite hang together. To be gone over again on the next visit.',
    },
  ],
  [
    {
      daysAgo: 52,
      at: '20:15',
      kind: 'INTEL',
      type: 'reported',
      words:
        'Seen on three evenings in the month at a yard behind the market, with two men who are not on this record.',
      grade: ['2', 'C', 'C', notAbroad],
      corrected: {
        words:
          'Seen on two evenings in the month at a yard behind the market, with two men who are not on this record.',
        grade: ['2', 'B', 'C', notAbroad],
        why: 'The third evening was another person. The other two are borne out by a parking record.',
      },
    },
    {
      daysAgo: 40,
      at: '14:00',
      kind: 'VISIT',
      type: 'reported',
      words:
        'Asked where the evenings are spent: at home, mostly. Work on the house goes on. Asked about the yard: does not know it.',
    },
    {
      daysAgo: 40,
      at: '16:10',
      kind: 'REVIEW',
      type: 'assessment',
      words:
        'Two accounts of the same evenings do not agree. On its own this changes nothing in the plan; visits become fortnightly until it is clear.',
    },
    {
      daysAgo: 24,
      at: '12:00',
      kind: 'HELD-ELSEWHERE',
      type: 'fact',
      words: 'More is held elsewhere, at a higher classification.',
    },
  ],
  [
    {
      daysAgo: 61,
      at: '23:40',
      kind: 'ARREST',
      type: 'fact',
      words: 'Arrested in the town centre on suspicion of affray. Taken to custody, searched; nothing of note found.',
    },
    {
      daysAgo: 60,
      at: '16:30',
      kind: 'CHARGE',
      type: 'fact',
      words: 'Charged with affray. Bailed to the home address with a curfew, first hearing in four weeks.',
    },
    {
      daysAgo: 57,
      at: '10:00',
      kind: 'MEETING',
      type: 'reported',
      words:
        'Partners met by telephone: bail conditions read out to everybody, probation to see twice a week, plan unchanged otherwise.',
    },
    {
      daysAgo: 18,
      at: '21:25',
      kind: 'BREACH',
      type: 'reported',
      words: 'Monitoring company reports the curfew missed by 25 minutes.',
      corrected: {
        words: 'Monitoring company reports the curfew missed by 12 minutes.',
        why: 'The company sent its log again with the clock put right.',
      },
    },
  ],
  [
    {
      daysAgo: 29,
      at: '13:35',
      kind: 'THREAT-TO-STAFF',
      type: 'reported',
      words:
        'Shouted at the receptionist that “the next one through my door will be sorry”. Left when asked. Receptionist shaken, has been spoken to.',
    },
    {
      daysAgo: 29,
      at: '15:20',
      kind: 'DECISION',
      type: 'fact',
      words: 'Visits in pairs until this has been talked through. Everybody on the rota told by telephone.',
    },
    {
      daysAgo: 15,
      at: '11:00',
      kind: 'APPOINTMENT',
      type: 'fact',
      words: 'Came on time with a letter of apology: a benefit payment had failed that morning.',
    },
    {
      daysAgo: 15,
      at: '11:40',
      kind: 'NOTE',
      type: 'opinion',
      words: 'Seemed sorry. Money is what sets this off; a word with the benefit office now may save the next scene.',
    },
  ],
  [
    {
      daysAgo: 45,
      at: '19:50',
      kind: 'INCIDENT',
      type: 'reported',
      words:
        'Neighbours called about shouting. Officers found two people arguing over a borrowed car; calmed down, no complaint made.',
    },
    {
      daysAgo: 20,
      at: '09:00',
      kind: 'INTEL',
      type: 'reported',
      words: 'Means to give up the flat at the end of the month. No new address is spoken of.',
      grade: ['1', 'A', 'P', ''],
    },
    {
      daysAgo: 12,
      at: '10:15',
      kind: 'VISIT',
      type: 'reported',
      words:
        'Boxes in the hall. Says that nothing is settled. Reminded that a new address is to be notified within three days.',
    },
  ],
]
