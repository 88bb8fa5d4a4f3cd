/** How each of the eight files is written: exactly as the systems that they imitate export them. */
export type ExtractProfile = {
  readonly file: ExtractName
  readonly encoding: 'win1252' | 'utf8'
  readonly byteOrderMark: boolean
  readonly separator: ',' | '|'
  /** The first names the key of a row. */
  readonly headings: readonly string[]
}
export type ExtractName =
  | 'visor_nominals.csv'
  | 'visor_aliases.csv'
  | 'visor_addresses.csv'
  | 'visor_markers.csv'
  | 'visor_orders.csv'
  | 'visor_activity.csv'
  | 'ndelius_cases.csv'
  | 'nomis_offenders.csv'

const register = (file: ExtractName, headings: string): ExtractProfile => ({
  file,
  encoding: 'win1252',
  byteOrderMark: false,
  separator: ',',
  headings: headings.split(' '),
})

export const extractProfiles: readonly ExtractProfile[] = [
  register(
    'visor_nominals.csv',
    'VISOR_REF SURNAME FORENAME1 FORENAME2 SEX DOB PNCID CRO NINO NOMINAL_TYPE STATUS FORCE MANAGER LAST_UPDATED',
  ),
  register('visor_aliases.csv', 'VISOR_REF SURNAME FORENAMES DOB TYPE'),
  register('visor_addresses.csv', 'VISOR_REF ADDR_TYPE FLAT LINE1 TOWN POSTCODE FROM TO'),
  register('visor_markers.csv', 'VISOR_REF SIGNAL BASIS DATE'),
  register('visor_orders.csv', 'VISOR_REF ORDER_KIND COURT START END CONDITION'),
  register('visor_activity.csv', 'VISOR_REF WHEN AUTHOR TYPE TEXT'),
  {
    file: 'ndelius_cases.csv',
    encoding: 'utf8',
    byteOrderMark: true,
    separator: ',',
    headings:
      'CRN FIRST_NAME SECOND_NAME SURNAME PREVIOUS_SURNAME DATE_OF_BIRTH GENDER PNC_NUMBER CRO_NUMBER NOMS_NUMBER NI_NUMBER ADDRESS TOWN POSTCODE PROVIDER_CODE REGISTRATIONS'.split(
        ' ',
      ),
  },
  {
    file: 'nomis_offenders.csv',
    encoding: 'utf8',
    byteOrderMark: false,
    separator: '|',
    headings: 'NOMS_ID LAST_NAME FIRST_NAME MIDDLE_NAMES BIRTH_DATE SEX PNC CRO AGY_LOC_ID RELEASE_DATE ALERTS'.split(
      ' ',
    ),
  },
]
