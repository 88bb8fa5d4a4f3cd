// A program that finds people on the shared record and reads what it may. example-client.mjs is the same in plain JavaScript, and needs
// nothing but Node.js 20 or later; this one, with its types, Node.js 22.18 or later:
//
// CONCORD_URL=http://localhost:3000 CONCORD_TOKEN=$(npx concord token --as ctnm-officer) node docs/example-client.mjs "Jacqueline Kay"
//
// Both are run by test/example-client.test.ts against a real server, so they stay true. docs/integrators.md says more.

/** What the API answers, as far as this program reads it; `/api/v1/openapi.json` has all of it, and tools make types from that. */

/** What the API refused, with its reasons in words (RFC 9457). */
class Refused extends Error {
  problem
  constructor(problem) {
    super([problem.detail, ...(problem.errors ?? []).map(({ field, text }) => `${field}: ${text}`)].join('\n'))
    this.problem = problem
  }
}

const mostAttempts = 5
const pause = (seconds) => new Promise(resolve => setTimeout(resolve, seconds * 1000))

/** Asks, and asks again when told to come later: 429 and 503 say when, and nothing was done. Reading may always be asked again. */
const get = async (path, query = {}) => {
  const { CONCORD_URL = 'http://localhost:3000', CONCORD_TOKEN = '' } = process.env
  const address = new URL(path, CONCORD_URL)
  address.search = new URLSearchParams(query).toString()
  for (let attempt = 1; ; attempt++) {
    const reply = await fetch(address, { headers: { authorization: `Bearer ${CONCORD_TOKEN}` } })
    if (reply.ok) return (await reply.json())
    const isLater = (reply.status === 429 || reply.status === 503) && attempt < mostAttempts
    if (!isLater) throw new Refused((await reply.json()))
    await pause(Number(reply.headers.get('retry-after') ?? 1))
  }
}

/** Everybody found, page by page: `next` of an answer is the `cursor` of the next question. Contacts come with the first page. */
async function* find(q) {
  let cursor = null
  do {
    const page = await get ('/api/v1/nominals', cursor === null ? { q } : { q, cursor })
    yield* page.contacts
    yield* page.hits
    cursor = page.next
  } while (cursor !== null)
}

/** How much of a record comes back depends on who asks: each of the three must be dealt with. */
const tell = (nominal) => {
  if (nominal.access === 'contact')
    return `There is a record. Ring ${nominal.dutyDesk}, ${nominal.dutyTelephone}, and quote ${nominal.quote}. ${nominal.safetyInstruction}`
  if (nominal.access === 'summary')
    return `${nominal.name}, managed by ${nominal.unit}: ask ${nominal.dutyDesk}, ${nominal.dutyTelephone}.`
  const { name, reference, recordManager, markersInWords, addresses = [] } = nominal
  return [
    `${name}, ${reference}, record manager ${recordManager ?? 'none'}.`,
    ...markersInWords.map(words => `Warning: ${words}.`),
    ...addresses
      .filter(({ to }) => to === null)
      .map(
        ({ line, town, postcode, agency, source }) =>
          `Lives at ${[line, town, postcode].filter(Boolean).join(', ')} (${agency}, ${source}).`,
      ),
  ].join('\n')
}

const main = async (question) => {
  const { officer, role, unit, lapsed } = await get ('/api/v1/me')
  console.log(`Asking as ${officer.name}, ${role.words}, ${unit.name}.`)
  if (lapsed !== null) console.log(`Their ${lapsed} has lapsed, so no record is shown.`)

  for await (const found of find(question)) {
    if (found.access === 'contact') console.log(tell(found))
    else {
      console.log(`${found.name}: ${found.why.join(', ')}`)
      // Only the sections that are needed: what is not asked for is not looked at, and does not stand in the log.
      console.log(tell(await get (`/api/v1/nominals/${found.id}`, { sections: 'addresses' })))
    }
  }
}

try {
  await main(process.argv.slice(2).join(' '))
} catch (error) {
  if (!(error instanceof Refused)) throw error
  console.error(`${error.problem.status}: ${error.message}`)
  process.exitCode = 1
}
