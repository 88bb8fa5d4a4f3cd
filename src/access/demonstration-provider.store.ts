import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Database } from '#platform'

/**
 * Where the embedded provider keeps one kind of its things: in the database, so that two servers share them and a restart signs
 * nobody out. It holds no fact about anybody but the invented officers' sign-in names, and so needs no actor.
 */
export const providerState = ({ pool }: Database, model: string): Adapter => {
  const one = async (where: string, value: string): Promise<AdapterPayload | undefined> => {
    const { rows } = await pool.query<{ payload: AdapterPayload }>(
      `select payload from provider_state where model = $1 and ${where} = $2 and (expires_at is null or expires_at > now())`,
      [model, value],
    )
    return rows[0]?.payload
  }
  const change = async (statement: string, ...values: readonly unknown[]): Promise<void> => {
    await pool.query(statement, [...values])
  }
  return {
    upsert: (id, payload, expiresIn) =>
      change(
        `insert into provider_state (model, id, payload, grant_id, user_code, uid, expires_at)
         values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
         on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id,
           user_code = excluded.user_code, uid = excluded.uid, expires_at = excluded.expires_at`,
        model,
        id,
        JSON.stringify(payload),
        payload.grantId ?? null,
        payload.userCode ?? null,
        payload.uid ?? null,
        expiresIn ?? null,
      ),
    find: id => one('id', id),
    findByUid: uid => one('uid', uid),
    findByUserCode: code => one('user_code', code),
    consume: id =>
      change(
        `update provider_state set payload = payload || jsonb_build_object('consumed', extract(epoch from now())::bigint) where model = $1 and id = $2`,
        model,
        id,
      ),
    destroy: id => change('delete from provider_state where model = $1 and id = $2', model, id),
    revokeByGrantId: grant => change('delete from provider_state where grant_id = $1', grant),
  }
}

/** What the embedded provider signs and seals with. */
export type ProviderKeys = {
  readonly signing: { readonly keys: readonly object[] }
  readonly cookies: readonly string[]
  readonly client: string
}

const secret = (): string => randomBytes(32).toString('base64url')

const fresh = (): ProviderKeys => ({
  signing: {
    keys: [
      {
        ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
        use: 'sig',
        alg: 'ES256',
        kid: secret().slice(0, 8),
      },
    ],
  },
  cookies: [secret()],
  client: secret(),
})

/** The provider's keys, made once in the life of a database: of two servers that start at once the first one's stand. */
export const providerKeys = async ({ pool }: Database): Promise<ProviderKeys> => {
  const find = async () => {
    const { rows } = await pool.query<{ value: ProviderKeys }>(
      `select value from provider_key where name = 'demonstration'`,
    )
    return rows[0]?.value
  }
  const known = await find()
  if (known) return known
  await pool.query(
    `insert into provider_key (name, value) values ('demonstration', $1) on conflict (name) do nothing`,
    [JSON.stringify(fresh())],
  )
  return (await find())!
}

/** Agency and unit in words for each unit's code, for the page that lists the sign-ins. */
export const namesOfUnits = async (
  { pool }: Database,
  codes: readonly string[],
): Promise<ReadonlyMap<string, { readonly agency: string; readonly unit: string }>> => {
  const { rows } = await pool.query<{ code: string; agency: string; unit: string }>(
    'select u.code, a.name as agency, u.name as unit from unit u join agency a on a.id = u.agency_id where u.code = any($1)',
    [codes],
  )
  return new Map(rows.map(({ code, agency, unit }) => [code, { agency, unit }]))
}
