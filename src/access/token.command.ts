import { parseArgs } from 'node:util'
import {
  atTheDoor,
  hashOfToken,
  newId,
  newToken,
  openPool,
  readConfiguration,
  Stop,
  WrongUse,
  type Command,
  type Database,
  type SessionId,
} from '#platform'
import { demonstrationSignIns } from './demonstration-officers.ts'
import { openPrepared } from './preparation.ts'
import { beginSession, officerKnownAs } from './sign-in.store.ts'

const names = demonstrationSignIns.map(({ signIn }) => signIn)

/**
 * Begins a session of a program, good for 12 hours, as the officer whom the provider calls `subject`, in the role they begin
 * with. Answers with its token, of which only the hash is kept.
 * @throws Stop when the officer is disabled or holds no role
 */
export const beginApiSession = (db: Database, subject: string, client: string): Promise<string> =>
  atTheDoor(db, client, async tx => {
    const known = await officerKnownAs(tx, subject)
    if (!known || known.disabled || known.roleHeld === null)
      throw new Stop(`${subject} cannot sign in: there is no such officer, or the account is closed or holds no role.`)
    const { officer, roleHeld } = known
    const [id, token] = [newId<SessionId>(), newToken()]
    await beginSession(tx, { id, tokenHash: hashOfToken(token), kind: 'api', officer, roleHeld, client })
    return { result: token, audit: { action: 'session.begun', records: [id] } }
  })

/** `concord token --as SIGN-IN`: an API token for trying the API of a demonstration. */
export const tokenCommand: Command = {
  summary: 'print an API token of the demonstration',
  usage: `npx concord token --as SIGN-IN

Prints a token that is good for 12 hours, in the name of one of the demonstration's officers. It works beside a server that runs,
and without one. Refused outside a demonstration. For example:

  curl -H "Authorization: Bearer $(npx concord token --as ctnm-officer)" http://localhost:3000/api/v1/me

SIGN-IN is one of: ${names.join(', ')}.`,
  run: async args => {
    const { values } = parseArgs({ args: [...args], options: { as: { type: 'string' } } })
    const as = values.as
    if (as === undefined) throw new WrongUse('Say whose token it is to be, with --as.')
    if (!names.includes(as)) throw new WrongUse(`Nobody signs in as “${as}”. It is one of: ${names.join(', ')}.`)
    const configuration = readConfiguration(process.env)
    if (!configuration.demonstration)
      throw new Stop('Tokens are printed in a demonstration only, and CONCORD_DEMO=0 is set.')

    const database = await openPrepared(configuration, sentence => console.error(sentence))
    const db = openPool(database.appUrl, { max: 1, name: 'concord token' })
    try {
      console.log(await beginApiSession(db, as, 'concord token'))
    } finally {
      await db.close()
      await database.close()
    }
    return 0
  },
}
