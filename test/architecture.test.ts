// Data walks one way: an area uses only areas before it, and only through their doors. See docs/decisions/areas-in-order.md.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'

/** Each area may use the areas before it, never those after it: the order of src/app.ts and of the map in the README. */
const order = [
  'platform',
  'backup',
  'reference',
  'access',
  'audit',
  'tasks',
  'nominals',
  'need-to-know',
  'responsibility',
  'migration',
]
/** Templates and macros that every area's pages extend; no TypeScript. */
const withoutCode = ['pages']
/** The two processes and the tables of contents lie outside the areas and put them together. */
const outside = (file: string) => !file.includes('/')

const src = join(import.meta.dirname, '../src')
const files = (readdirSync(src, { recursive: true }) as string[]).filter(
  file => file.endsWith('.ts') && !file.endsWith('.test.ts'),
)
const areaOf = (path: string) => path.split('/')[0]!
const imports = files.flatMap(file =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, to]) => ({
    file,
    to: to!,
  })),
)
const inside = imports
  .filter(({ file }) => !outside(file))
  .filter(({ to }) => to.startsWith('#') || to.startsWith('.'))
  .map(({ file, to }) => ({
    file,
    to,
    area: areaOf(to.startsWith('#') ? to.slice(1) : normalize(join(dirname(file), to))),
  }))
  // Data files that lie beside src (reference/*.json) belong to no area.
  .filter(({ area }) => area !== '..')

/** What a file is by its last name: nominal.store.ts is a store. */
const kindOf = (file: string) => /\.(\w+)\.ts$/.exec(file)?.[1] ?? 'rule'

test('there is something to check', () => assert.ok(inside.length > 200, `${inside.length} imports`))

test('every folder of src/ has its place', () =>
  assert.deepEqual(
    readdirSync(src).filter(
      name => statSync(join(src, name)).isDirectory() && ![...order, ...withoutCode].includes(name),
    ),
    [],
  ))

test('folders without code have none', () =>
  assert.deepEqual(
    files.filter(file => withoutCode.includes(areaOf(file))),
    [],
  ))

test('an area uses only earlier areas', () =>
  assert.deepEqual(
    inside.filter(({ file, area }) => order.indexOf(area) > order.indexOf(areaOf(file))),
    [],
  ))

test('every import names an area that there is', () =>
  assert.deepEqual(
    inside.filter(({ area }) => !order.includes(area)),
    [],
  ))

test('areas meet only at their doors', () =>
  assert.deepEqual(
    inside.filter(({ file, to, area }) => to.startsWith('.') && area !== areaOf(file)),
    [],
  ))

test('a rule knows neither pages nor tables, and a store no pages', () => {
  const forbidden: Readonly<Record<string, readonly string[]>> = {
    rule: [],
    store: ['routes', 'views', 'command'],
    views: ['routes', 'store', 'command'],
  }
  assert.deepEqual(
    inside.filter(({ file, to }) => to.startsWith('.') && forbidden[kindOf(file)]?.includes(kindOf(to))),
    [],
  )
})

test('views and stores do not reach for Fastify', () =>
  assert.deepEqual(
    imports.filter(({ file, to }) => ['store', 'views'].includes(kindOf(file)) && /^(?:@?fastify|nunjucks)/.test(to)),
    [],
  ))

test('only the platform opens connections; others get a transaction or a client', () =>
  assert.deepEqual(
    imports.filter(({ file, to }) => to === 'kysely' && kindOf(file) === 'routes').map(({ file }) => file),
    [],
  ))
