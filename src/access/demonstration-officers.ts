import type { Role } from '#platform'

/**
 * The people of the demonstration: who can sign in, in which role and unit, and the colleagues who manage cases beside them.
 * All are invented. Data only: sign-in, the loading of officers and the demonstration's extracts are made from it.
 */
export type DemonstrationOfficer = {
  /** What is typed or chosen to sign in; `null` for a colleague who cannot. */
  readonly signIn: string | null
  readonly rank: string
  readonly name: string
  /** As extracts write a manager or author: "DC R. Ashdown". Two officers of one unit may share it. */
  readonly sourceName: string
  /** Codes as in `reference/`. */
  readonly agency: string
  readonly unit: string
  readonly role: Role
  /** Other roles that this officer may wear instead. */
  readonly alsoHolds: readonly Role[]
  /** One line for the page that lists the sign-ins; empty for a colleague who cannot sign in. */
  readonly tryThis: string
}
export type DemonstrationSignIn = DemonstrationOfficer & { readonly signIn: string }

type Place = { readonly agency: string; readonly unit: string }
type Someone = { readonly rank: string; readonly name: string; readonly sourceName: string }

const regionWestMidlands: Place = { agency: 'CTWM', unit: 'CTWM-NM' }
const regionNorthWest: Place = { agency: 'CTNW', unit: 'CTNW-NM' }
const westMercia: Place = { agency: '22', unit: '22-PPU' }
const westMerciaControlRoom: Place = { agency: '22', unit: '22-CR' }
const securityDivision: Place = { agency: 'PROBATION', unit: 'N43' }
const hewell: Place = { agency: 'PRISON', unit: 'HEI' }
const registerDesk: Place = { agency: 'REGISTER', unit: 'REGISTER-HOLD' }

const someone = (rank: string, name: string, sourceName: string): Someone => ({ rank, name, sourceName })

const signsIn = (
  signIn: string,
  who: Someone,
  place: Place,
  roles: readonly [Role, ...Role[]],
  tryThis: string,
): DemonstrationSignIn => ({ signIn, ...who, ...place, role: roles[0], alsoHolds: roles.slice(1), tryThis })

const colleague = (who: Someone, place: Place, role: Role = 'officer'): DemonstrationOfficer => ({
  signIn: null,
  ...who,
  ...place,
  role,
  alsoHolds: [],
  tryThis: '',
})

/** Everyone who can sign in to the demonstration, in the order in which the sign-in page lists them. */
export const demonstrationSignIns: readonly DemonstrationSignIn[] = [
  signsIn(
    'ctnm-officer',
    someone('Detective Constable', 'Ruth Ashdown', 'DC R. Ashdown'),
    regionWestMidlands,
    ['officer'],
    'Open a nominal of your own caseload, then one that a colleague of your unit manages.',
  ),
  signsIn(
    'ctnm-supervisor',
    someone('Detective Sergeant', 'Gareth Penhallow', 'DS G. Penhallow'),
    regionWestMidlands,
    ['supervisor', 'officer'],
    'See the whole unit’s cases, and those that nobody is named for.',
  ),
  signsIn(
    'ctnm-duty-officer',
    someone('Detective Constable', 'Nadia Sorrell', 'DC N. Sorrell'),
    regionWestMidlands,
    ['duty-officer', 'officer'],
    'Read any case of the unit while on shift; change to officer and see which remain.',
  ),
  signsIn(
    'ctnm-region-lead',
    someone('Detective Superintendent', 'Miriam Tallis', 'DSupt M. Tallis'),
    regionWestMidlands,
    ['region-lead'],
    'Read any nominal that the region leads.',
  ),
  signsIn(
    'ctnm-officer-elsewhere',
    someone('Detective Constable', 'Callum Birtwell', 'DC C. Birtwell'),
    regionNorthWest,
    ['officer'],
    'Search for a nominal of CTP West Midlands: by part of a name nothing, by full name and date of birth a desk to ring.',
  ),
  signsIn(
    'force-officer',
    someone('Police Constable', 'Joanne Merrick', 'PC J. Merrick'),
    westMercia,
    ['officer'],
    'Open a nominal of your own, then one of another force: a summary.',
  ),
  signsIn(
    'force-contact',
    someone('Detective Sergeant', 'Daniel Oakeshott', 'DS D. Oakeshott'),
    westMercia,
    ['local-contact'],
    'See in summary everyone who lives or stays in West Mercia, whoever leads the case.',
  ),
  signsIn(
    'control-room',
    someone('Inspector', 'Leah Castleton', 'Insp L. Castleton'),
    westMerciaControlRoom,
    ['control-room'],
    'Search for anybody: you are shown no record.',
  ),
  signsIn(
    'nsd-practitioner',
    someone('Probation Practitioner', 'Imogen Venn', 'I. Venn'),
    securityDivision,
    ['officer'],
    'Open a case of the National Security Division and see the facts of three agencies with their sources.',
  ),
  signsIn(
    'nsd-senior',
    someone('Senior Probation Officer', 'Hugh Larwood', 'H. Larwood'),
    securityDivision,
    ['supervisor', 'officer'],
    'See the division’s cases, none of which has a named practitioner yet.',
  ),
  signsIn(
    'prison-officer',
    someone('Custodial Manager', 'Simon Thistlewood', 'CM S. Thistlewood'),
    hewell,
    ['officer'],
    'Open a record of someone held at Hewell, with the release date.',
  ),
  signsIn(
    'mappa-coordinator',
    someone('MAPPA Co-ordinator', 'Anwen Prosser', 'A. Prosser'),
    westMercia,
    ['mappa-coordinator'],
    'Read any case of the West Mercia arrangement; those of CT MAPPA are not among them.',
  ),
  signsIn(
    'national-coordinator',
    someone('Superintendent', 'Philippa Garrick', 'Supt P. Garrick'),
    { agency: 'CTHQ', unit: 'CTHQ-SNC' },
    ['national-coordinator'],
    'The office of the Senior National Coordinator: counts, and no nominal.',
  ),
  signsIn(
    'interventions-lead',
    someone('Head of Interventions', 'Marcus Elphick', 'M. Elphick'),
    { agency: 'CTHQ', unit: 'CTHQ-INT' },
    ['interventions-lead'],
    'The office of the Head of Interventions: counts, and no nominal.',
  ),
  signsIn(
    'reconciliation-desk',
    someone('Reconciliation Officer', 'Judith Hathersage', 'J. Hathersage'),
    { agency: 'CTHQ', unit: 'CTHQ-REC' },
    ['reconciliation-desk'],
    'Pairs of records that may be one person are put to this desk, across walls; by search you see none.',
  ),
  signsIn(
    'pcc-reader',
    someone('Policy Adviser', 'Owen Tranmere', 'O. Tranmere'),
    { agency: 'PCC-22', unit: 'PCC-22-OFFICE' },
    ['commissioner-reader'],
    'The Commissioner’s reader for West Mercia: assurance, and no nominal.',
  ),
  signsIn(
    'inspector',
    someone('HM Assistant Inspector', 'Beatrice Lomond', 'B. Lomond'),
    { agency: 'HMICFRS', unit: 'HMICFRS-OFFICE' },
    ['inspector'],
    'Sees no nominal until a force opens an inspection window.',
  ),
  signsIn(
    'auditor',
    someone('Auditor', 'Rosalind Fenwright', 'R. Fenwright'),
    registerDesk,
    ['auditor'],
    'Read the log for a declared lawful purpose: every look and change is there.',
  ),
  signsIn(
    'data-protection-officer',
    someone('Data Protection Officer', 'Edmund Carrow', 'E. Carrow'),
    registerDesk,
    ['data-protection-officer'],
    'See what supervisors have sealed, open a seal, or confirm that it is destroyed.',
  ),
  signsIn(
    'data-steward',
    someone('Data Steward', 'Harriet Stanmore', 'H. Stanmore'),
    registerDesk,
    ['data-steward'],
    'See the extracts that were loaded and put right the rows that were refused.',
  ),
  signsIn(
    'administrator',
    someone('Administrator', 'Tobias Wetherby', 'T. Wetherby'),
    registerDesk,
    ['administrator'],
    'Agencies, units, posts and accounts; no nominal.',
  ),
]

/**
 * Colleagues without a sign-in. Two detective constables of West Mercia are both written "DC J. Palmer": a case with that
 * manager is nobody's until a person says whose.
 */
const colleagues: readonly DemonstrationOfficer[] = [
  colleague(someone('Detective Constable', 'Thomas Okell', 'DC T. Okell'), regionWestMidlands),
  colleague(someone('Detective Constable', 'Sunita Mardle', 'DC S. Mardle'), regionWestMidlands),
  colleague(someone('Detective Constable', 'Stephen Brandreth', 'DC S. Brandreth'), regionWestMidlands),
  colleague(someone('Detective Sergeant', 'Frances Quarmby', 'DS F. Quarmby'), regionWestMidlands, 'supervisor'),
  colleague(someone('Detective Constable', 'Lydia Ormesher', 'DC L. Ormesher'), regionNorthWest),
  colleague(someone('Detective Sergeant', 'Kieran Fairhurst', 'DS K. Fairhurst'), regionNorthWest, 'supervisor'),
  colleague(someone('Police Constable', 'Martin Tolley', 'PC M. Tolley'), westMercia),
  colleague(someone('Police Constable', 'Elin Hadland', 'PC E. Hadland'), westMercia),
  colleague(someone('Detective Constable', 'Jane Palmer', 'DC J. Palmer'), westMercia),
  colleague(someone('Detective Constable', 'Joshua Palmer', 'DC J. Palmer'), westMercia),
  colleague(someone('Detective Sergeant', 'Alison Wyndham', 'DS A. Wyndham'), westMercia, 'supervisor'),
  colleague(someone('Probation Practitioner', 'Rory Tasker', 'R. Tasker'), securityDivision),
  colleague(someone('Probation Practitioner', 'Esther Hollis', 'E. Hollis'), securityDivision),
  colleague(someone('Prison Officer', 'Wendy Bracewell', 'W. Bracewell'), hewell),
]

/** Everyone of the demonstration: those who can sign in, then their colleagues. */
export const demonstrationOfficers: readonly DemonstrationOfficer[] = [...demonstrationSignIns, ...colleagues]
