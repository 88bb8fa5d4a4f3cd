/**
 * Where invented people live. Towns are real, so that force, town and postcode area agree; streets are invented, and no
 * district given here is, to our knowledge, one that Royal Mail has allocated, so that no address is anybody's.
 * Each lies in an area that `reference/postcode-areas.json` gives as a whole to the force: so its force of residence is
 * right although the district is none. Warwickshire has no such area; its people live over the border, in Coventry.
 */
export type Town = { readonly name: string; readonly area: string; readonly district: number }
export type ForceArea = {
  /** The force's number as STATS19 and the PNC have it. */
  readonly force: string
  /** The probation region that serves it. */
  readonly probation: string
  readonly towns: readonly Town[]
}

/** "Worcester WR40, Hereford HR40": each town with the unallocated district in which its invented addresses lie. */
const towns = (text: string): readonly Town[] =>
  text.split(', ').map(entry => {
    const [, name = '', area = '', district = ''] = /^(.+) ([A-Z]+)(\d+)$/.exec(entry) ?? []
    return { name, area, district: Number(district) }
  })

export const forceAreas: readonly ForceArea[] = (
  [
    ['01', 'N07', 'Croydon CR40, Ilford IG40, Lewisham SE50, Tottenham N50'],
    ['03', 'N51', 'Carlisle CA60, Workington CA62'],
    ['04', 'N51', 'Preston PR40, Blackburn BB40, Blackpool FY40'],
    ['05', 'N51', 'Liverpool L50, Bootle L52'],
    ['06', 'N50', 'Manchester M72, Oldham OL40, Bolton BL40'],
    ['07', 'N51', 'Chester CH53, Warrington WA40'],
    ['10', 'N54', 'Newcastle upon Tyne NE52, Sunderland SR40'],
    ['11', 'N54', 'Durham DH40, Darlington DL40'],
    ['12', 'N55', 'York YO80, Harrogate HG40'],
    ['13', 'N55', 'Leeds LS50, Bradford BD40, Wakefield WF40'],
    ['14', 'N55', 'Sheffield S52, Doncaster DN60'],
    ['16', 'N55', 'Hull HU40, Beverley HU42'],
    ['17', 'N54', 'Middlesbrough TS50, Hartlepool TS52'],
    ['20', 'N52', 'Birmingham B52, Birmingham B84, Coventry CV60, Wolverhampton WV40, Dudley DY60'],
    ['21', 'N52', 'Stoke-on-Trent ST80, Stafford ST82'],
    [
      '22',
      'N52',
      'Worcester WR40, Malvern WR42, Hereford HR40, Shrewsbury SY60, Ludlow SY62, Telford TF40, Evesham WR44, Leominster HR42',
    ],
    ['30', 'N53', 'Derby DE30, Ilkeston DE32'],
    ['31', 'N53', 'Nottingham NG50, Mansfield NG52'],
    ['32', 'N53', 'Lincoln LN40, Louth LN42'],
    ['33', 'N53', 'Leicester LE70, Loughborough LE72'],
    ['34', 'N56', 'Northampton NN50, Kettering NN52'],
    ['35', 'N56', 'Cambridge CB40, Peterborough PE62'],
    ['36', 'N56', 'Norwich NR50, Great Yarmouth NR52'],
    ['37', 'N56', 'Ipswich IP50, Bury St Edmunds IP52'],
    ['40', 'N56', 'Luton LU40, Dunstable LU42'],
    ['41', 'N56', 'Watford WD50, Stevenage SG40'],
    ['42', 'N56', 'Chelmsford CM50, Southend-on-Sea SS40'],
    ['43', 'N59', 'Oxford OX60, Reading RG50, Milton Keynes MK62'],
    ['44', 'N59', 'Southampton SO60, Portsmouth PO50'],
    ['45', 'N57', 'Guildford GU70, Woking GU72'],
    ['46', 'N57', 'Maidstone ME40, Margate CT40'],
    ['47', 'N57', 'Brighton BN60, Eastbourne BN62'],
    ['48', 'N07', 'London EC70'],
    ['50', 'N58', 'Plymouth PL50, Exeter EX50, Truro TR40'],
    ['52', 'N58', 'Bristol BS60, Taunton TA40'],
    ['53', 'N58', 'Gloucester GL80, Cheltenham GL82'],
    ['54', 'N58', 'Swindon SN50, Salisbury SP40'],
    ['55', 'N58', 'Bournemouth BH50, Weymouth DT40'],
    ['60', 'N03', 'Wrexham LL85, Rhyl LL87'],
    ['61', 'N03', 'Newport NP60, Cwmbran NP62'],
    ['62', 'N03', 'Cardiff CF50, Bridgend CF52'],
    ['63', 'N03', 'Llanelli SA54, Brecon LD40'],
  ] as const
).map(([force, probation, list]) => ({ force, probation, towns: towns(list) }))

export const forceNumbers: readonly string[] = forceAreas.map(area => area.force)

const areaByForce = new Map(forceAreas.map(area => [area.force, area]))

/** The area of a force by its number; a number that is not in the list above is a slip in the plan and stops. */
export const areaOfForce = (force: string): ForceArea => {
  const area = areaByForce.get(force)
  if (!area) throw new RangeError(`No force area is invented for force ${force}`)
  return area
}
