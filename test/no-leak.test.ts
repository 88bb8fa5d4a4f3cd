// Promise 2, made hard enough to show to a sceptic. Two worlds, with and without people of whom the askers may not know: every route of
// Concord is asked in both, by every role, about the seen, the hidden and what does not exist; each answer is the same byte for byte, up to
// the clock and to ids made since. Then things are written in both, and everything is asked again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formTokenOf } from '#platform'
import { askers, hidden, knows, thorough, visible, type Asker } from './support/no-leak/people.ts'
import { surfaces, type Surface } from './support/no-leak/surfaces.ts'
import { twoWorlds, type World } from './support/no-leak/worlds.ts'

const { worlds, things, known } = await twoWorlds()
const unknown = '0198c0de-0000-7000-8000-00000000dead'

test('every route of Concord is among the surfaces, and every surface is a route', () =>
  assert.deepEqual(Object.keys(surfaces).toSorted(), worlds[0].routes.toSorted()))

type Ask = {
  readonly method: string
  readonly at: string
  readonly body?: Readonly<Record<string, unknown>> | undefined
  readonly file?: string | undefined
  /** Who is not asked. */
  readonly but: string | undefined
}

/** Every address of a route: each parameter with every value, the n-th of one with the n-th of the others; and one that does not exist. */
const addressesOf = (url: string, surface: Exclude<Surface, { nobody: string }>): readonly string[] => {
  const names = [...url.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  if (names.length === 0) return [url]
  const valuesOf = (name: string): readonly string[] => {
    const given = surface.given?.[name]
    if (given?.length === 1 && things[given[0]!]) return things[given[0]!]!
    return given ?? things[name === 'id' ? 'nominal' : name] ?? []
  }
  const count = Math.max(...names.map(name => valuesOf(name).length))
  const filled = (of: (name: string) => string) => url.replaceAll(/:(\w+)/g, (_, name: string) => of(name))
  return [
    ...Array.from({ length: count }, (_, n) => filled(name => valuesOf(name)[n % valuesOf(name).length] ?? unknown)),
    filled(name => (valuesOf(name).length > 3 ? unknown : (valuesOf(name)[0] ?? unknown))),
  ]
}

const asksOf = (route: string, surface: Exclude<Surface, { nobody: string }>): readonly Ask[] => {
  const [method, url] = route.split(' ') as [string, string]
  return addressesOf(url, surface).flatMap(at =>
    (surface.queries ?? [{}]).flatMap(query =>
      (surface.bodies ?? [undefined]).map(body => ({
        method,
        at: Object.keys(query).length === 0 ? at : `${at}?${new URLSearchParams(query).toString()}`,
        body,
        file: surface.file,
        but: surface.but?.[0],
      })),
    ),
  )
}

const bodyOf = (
  { method, at, body, file }: Ask,
  formToken: string,
): { body?: NonNullable<RequestInit['body']>; headers: Record<string, string> } => {
  if (method === 'GET') return { headers: {} }
  const isApi = at.startsWith('/api/')
  if (file !== undefined) {
    const form = new FormData()
    for (const [name, value] of Object.entries(body ?? {})) form.append(name, String(value))
    form.append('file', new Blob([file]), 'note.txt')
    return { body: form, headers: {} }
  }
  return isApi
    ? { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } }
    : { body: new URLSearchParams({ ...(body as Record<string, string>), formToken }), headers: {} }
}

/** One for both worlds: what was written shortly before must not be new in one of them and old in the other. */
const began = Date.now()

/** What differs between two sessions, two moments, or two databases that each made something: ids and numbers by the order in which they came. */
const plainOf = (world: World) => {
  const made = new Map<string, string>()
  const inOrder = (kind: string) => (found: string) => {
    if (known.has(found)) return found
    if (!made.has(found)) made.set(found, `${kind}${made.size}`)
    return made.get(found)!
  }
  const tokens = new Set([...world.tokens.values()].map(formTokenOf))
  return (text: string): string =>
    text
      .replaceAll(/[\w-]{43}/g, found => (tokens.has(found) ? 'TOKEN' : found))
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, inOrder('ID'))
      .replaceAll(/(?<![\w-])[2-9A-HJ-NP-TV-Z]{4}-[2-9A-HJ-NP-TV-Z]{4}(?![\w-])/g, inOrder('QUOTE'))
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)/g, found =>
        Date.parse(found) >= began - 1000 ? 'MOMENT' : found,
      )
      .replaceAll(/\d{1,2}(:\d\d)?(am|pm)|midday|midnight/g, '')
      .replaceAll(/data-seconds-left="\d+"/g, '')
      .replaceAll(worldAddress, 'ADDRESS')
}
const worldAddress = /http:\/\/localhost:\d+/g

const told = [
  'content-type',
  'cache-control',
  'retry-after',
  'allow',
  'link',
  'content-disposition',
  'vary',
  'www-authenticate',
] as const

const plain = new Map(worlds.map(world => [world, plainOf(world)]))
const ask = async (world: World, asker: Asker | typeof knows, asked: Ask): Promise<readonly unknown[]> => {
  const token = world.tokens.get(asker)!
  const formToken = formTokenOf(token)
  const { body, headers } = bodyOf(asked, formToken)
  const at = asked.file !== undefined && !asked.at.startsWith('/api/') ? `${asked.at}?formToken=${formToken}` : asked.at
  const reply = await fetch(world.address + at, {
    method: asked.method,
    redirect: 'manual',
    headers: {
      ...headers,
      ...(asked.at.startsWith('/api/')
        ? { authorization: `Bearer ${token}` }
        : { cookie: `concord_session=${token}`, accept: 'text/html' }),
    },
    ...(body === undefined ? {} : { body }),
  })
  const plainly = plain.get(world)!
  return [
    reply.status,
    plainly(reply.headers.get('location') ?? ''),
    ...told.map(name => reply.headers.get(name)),
    reply.headers.has('etag'),
    plainly(await reply.text()),
  ]
}

const asked = Object.entries(surfaces).flatMap(([route, surface]) =>
  'nobody' in surface ? [] : asksOf(route, surface),
)
const isAboutHidden = ({ at }: Ask): boolean => hidden.some(({ id }) => at.includes(id))
/** Those who work with records ask everything; the others what has no person in its address, the first that is seen, and the first that is hidden. */
const asksOfAsker = (asker: Asker, method: (name: string) => boolean): readonly Ask[] =>
  asked.filter(
    each =>
      method(each.method) &&
      each.but !== asker &&
      (thorough.includes(asker) ||
        !/[0-9a-f]{8}-/.test(each.at) ||
        each.at.includes(visible.mine.id) ||
        each.at.includes(hidden[0]!.id)),
  )

/** The first difference of two answers, with what stands around it. */
const whereTheyPart = (one: readonly unknown[], other: readonly unknown[]): string => {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 300)
  return `with:    …${around(a)}…\nwithout: …${around(b)}…`
}

const seen = new Map<number, number>()
const compare = async (asker: Asker, asks: readonly Ask[]): Promise<void> => {
  const leaks: string[] = []
  for (const each of asks) {
    const [one, other] = await Promise.all(worlds.map(world => ask(world, asker, each)))
    seen.set(one![0] as number, (seen.get(one![0] as number) ?? 0) + 1)
    try {
      assert.deepEqual(one, other)
    } catch {
      leaks.push(`${each.method} ${each.at} ${JSON.stringify(each.body ?? '')}\n${whereTheyPart(one!, other!)}`)
    }
    if ((one![0] as number) >= 500) leaks.push(`${each.method} ${each.at}: ${one![0] as number}`)
  }
  assert.equal(leaks.length, 0, `${leaks.length} of ${asks.length} answers differ:\n${leaks.slice(0, 3).join('\n\n')}`)
}

test('those who are hidden are there in one world, and none to everybody who asks', async () => {
  for (const asker of askers)
    for (const { id } of hidden)
      assert.equal(
        (await ask(worlds[0], asker, { method: 'GET', at: `/api/v1/nominals/${id}`, but: undefined }))[0],
        404,
        `${asker} ${id}`,
      )
  assert.equal(
    (
      await ask(worlds[0], 'ctnm-officer', { method: 'GET', at: `/api/v1/nominals/${visible.mine.id}`, but: undefined })
    )[0],
    200,
  )
})

for (const asker of askers)
  test(`${asker}: whatever is read is the same in both worlds`, () =>
    compare(
      asker,
      asksOfAsker(asker, name => name === 'GET'),
    ))

for (const asker of askers)
  test(`${asker}: whatever is written is answered alike in both worlds`, () =>
    compare(
      asker,
      asksOfAsker(asker, name => name !== 'GET'),
    ))

for (const asker of askers)
  test(`${asker}: and what is read after all that was written`, () =>
    compare(
      asker,
      asksOfAsker(asker, name => name === 'GET'),
    ))

test('whoever may know of somebody is answered differently in the two worlds: the comparison can tell', async () => {
  for (const at of [
    '/search?q=Leopold+Marchbanks',
    `/api/v1/nominals/${hidden[1]!.id}`,
    `/nominals/${hidden[1]!.id}`,
    // (entries and files of one that is seen)
    `/api/v1/nominals/${visible.mine.id}/entries`,
    `/api/v1/nominals/${visible.mine.id}/files`,
  ]) {
    const [one, other] = await Promise.all(
      worlds.map(world => ask(world, knows, { method: 'GET', at, but: undefined })),
    )
    assert.notDeepEqual(one, other, at)
  }
})

test('there was something to compare: pages and answers of every kind, and many about the hidden', () => {
  for (const status of [200, 303, 403, 404, 422])
    assert.ok((seen.get(status) ?? 0) > 3, `${status}: ${seen.get(status) ?? 0}`)
  assert.ok(asked.filter(isAboutHidden).length > 100)
})
