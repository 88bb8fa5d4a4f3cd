// What the API says of itself, held against the routes that are registered and what they answer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginApiSession } from '#access'
import { openPool } from '#platform'
import { z } from 'zod'
import { demonstrationDatabase, startServer } from './support/server.ts'

const database = await demonstrationDatabase()
const { address, app } = await startServer(database)

type Media = { schema: object; example?: unknown }
type Answer = { description: string; content?: Record<string, Media> }
type Operation = {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: object[]
  parameters?: { name: string; in: string; schema?: object; example?: unknown }[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Answer>
}
type Description = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}

const description = (await (await fetch(`${address}/api/v1/openapi.json`)).json()) as Description
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
)

/** Answers with a schema of the description as something that checks; references lead to its components. */
const checking = (schema: object): z.ZodType =>
  z.fromJSONSchema(
    JSON.parse(
      JSON.stringify({ ...schema, $defs: description.components.schemas }).replaceAll(
        '#/components/schemas/',
        '#/$defs/',
      ),
    ) as Parameters<typeof z.fromJSONSchema>[0],
  )

test('every route below /api/v1 is described, and nothing else', () => {
  const registered = app.routeList
    .filter(({ method, url }) => url.startsWith('/api/') && method !== 'HEAD')
    .map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`)
  assert.ok(registered.length > 1)
  assert.deepEqual(operations.map(({ method, path }) => `${method} ${path}`).sort(), registered.sort())
})

test('the description is OpenAPI 3.1, and each operation has a name of its own and says what it is for', () => {
  assert.match(description.openapi, /^3\.1\./)
  const names = operations.map(({ operation }) => operation.operationId)
  assert.equal(new Set(names).size, names.length)
  for (const { path, operation } of operations) {
    assert.ok(operation.operationId && operation.summary && operation.tags?.length, path)
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const told = (operation.parameters ?? []).filter(parameter => parameter.in === 'path').map(({ name }) => name)
    assert.deepEqual(told, inPath, `${path}: its parameters`)
  }
})

test('each operation says what it answers, and how it refuses', () => {
  for (const { path, operation } of operations) {
    const good = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
    assert.ok(good.length > 0, path)
    for (const [, { description, content }] of good) {
      assert.notEqual(description, 'Default Response', path)
      assert.ok((content?.['application/json'] ?? content?.['application/octet-stream'])?.schema, path)
    }
    if (operation.security?.length === 0) continue
    for (const status of ['4XX', '5XX'])
      assert.ok(operation.responses[status]?.content?.['application/problem+json'], `${path}: ${status}`)
  }
})

test('a schema that the description names is there, and none is there for nothing', () => {
  const text = JSON.stringify(description)
  const named = new Set([...text.matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name]) => name!))
  assert.deepEqual(Object.keys(description.components.schemas).sort(), [...named].sort())
})

test('what an operation answers is what it says it answers, and refusals are problem details', async () => {
  const db = openPool(database.appUrl, { max: 1 })
  const token = await beginApiSession(db, 'ctnm-officer', 'test')
  await db.close()
  const problem = checking({ $ref: '#/components/schemas/Problem' })
  for (const { path, method, operation } of operations.filter(each => each.method === 'GET')) {
    const url = address + path.replaceAll(/\{\w+\}/g, '0198c0de-0000-7000-8000-00000000dead')
    const stranger = await fetch(url, { method })
    if (operation.security?.length !== 0) {
      assert.equal(stranger.status, 401, path)
      assert.equal(stranger.headers.get('www-authenticate'), 'Bearer realm="Concord"')
      problem.parse(await stranger.json())
    }
    const reply = await fetch(url, { method, headers: { authorization: `Bearer ${token}` } })
    if (reply.status >= 400) {
      assert.match(reply.headers.get('content-type')!, /^application\/problem\+json/)
      problem.parse(await reply.json())
    } else {
      assert.match(reply.headers.get('content-type')!, /^application\/json/)
      checking(operation.responses[String(reply.status)]!.content!['application/json']!.schema).parse(
        await reply.json(),
      )
    }
  }
})

/** Every schema of the description that has an example, itself or within, with the example. */
const examplesIn = (within: unknown): { schema: object; example: unknown }[] => {
  if (typeof within !== 'object' || within === null) return []
  const found = Object.values(within).flatMap(examplesIn)
  if (!('example' in within)) return found
  const { example, schema, ...itself } = within as { example: unknown; schema?: object }
  return [{ schema: schema ?? itself, example }, ...found]
}

test('every example in the description is what its schema says', () => {
  const examples = examplesIn(description)
  assert.ok(examples.length > 8, `${examples.length}`)
  for (const { schema, example } of examples) checking(schema).parse(example)
})

test('every body that is sent has an example, and its route takes it', async () => {
  const db = openPool(database.appUrl, { max: 1 })
  const token = await beginApiSession(db, 'ctnm-officer', 'test')
  await db.close()
  const json = operations.flatMap(({ path, method, operation }) => {
    const media = operation.requestBody?.content['application/json']
    return media ? [{ path, method, operation, media }] : []
  })
  assert.ok(json.length > 0)
  for (const { path, method, operation, media } of json) {
    const named =
      '$ref' in media.schema ? description.components.schemas[String(media.schema.$ref).split('/').at(-1)!] : media
    const [{ example } = { example: undefined }] = examplesIn(named)
    assert.ok(example, `${method} ${path} has no example`)
    const headers = (operation.parameters ?? []).flatMap(parameter =>
      parameter.in === 'header' ? examplesIn(parameter).map(each => [parameter.name, String(each.example)]) : [],
    )
    const reply = await fetch(address + path.replaceAll(/\{\w+\}/g, '0198c0de-0000-7000-8000-00000000dead'), {
      method,
      headers: {
        ...(Object.fromEntries(headers) as Record<string, string>),
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(example),
    })
    // Where the address is of somebody, there is nobody there, and some are for another role: what matters is that the body came past its schema.
    assert.ok(reply.ok || [403, 404, 409, 422].includes(reply.status), `${method} ${path}: ${await reply.text()}`)
  }
})

test('each POST says that it is done once for each key, and what guards a change says how it refuses', () => {
  for (const { path, method, operation } of operations) {
    const names = (operation.parameters ?? []).map(({ name }) => name)
    assert.equal(names.includes('idempotency-key'), method === 'POST', `${method} ${path}`)
    for (const status of ['412', '428']) assert.equal(status in operation.responses, names.includes('if-match'), path)
    assert.equal('304' in operation.responses, names.includes('if-none-match'), path)
  }
})
