/**
 * Makes `public/` out of `assets/`: one stylesheet, one script, one icon, each named after its content so that browsers may
 * keep it for ever. `public/` is committed, so that the server and its users need no build; `--check` compares and writes nothing.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import * as sass from 'sass'

const root = join(import.meta.dirname, '..')
const target = join(root, 'public')

/** Each script stands in a block of its own, so that names do not meet; the whole is loaded as one module. */
const script = (): string => {
  const folder = join(import.meta.dirname, 'scripts')
  const sources = readdirSync(folder)
    .filter(name => name.endsWith('.ts'))
    .sort()
  return sources
    .map(name => `// ${name}\n{\n${tidy(stripTypeScriptTypes(readFileSync(join(folder, name), 'utf8')))}}\n`)
    .join('')
}

/** Stripped types leave blanks at the ends of lines and empty lines where a type stood. */
const tidy = (text: string): string => text.replaceAll(/[ \t]+$/gm, '').replaceAll(/\n{2,}/g, '\n')

/** GDS Transport and the crown are for services on gov.uk alone: a stylesheet that asks for them is not written. */
const style = (): string => {
  const { css } = sass.compile(join(import.meta.dirname, 'concord.scss'), {
    loadPaths: [root, join(root, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
    silenceDeprecations: ['import'],
    logger: sass.Logger.silent,
  })
  const forbidden = /GDS Transport|crest|crown|url\(/i.exec(css)
  if (forbidden) throw new Error(`The stylesheet asks for “${forbidden[0]}”, which Concord must not use`)
  return `${css}\n`
}

const named = (name: string, extension: string, content: string): [string, string] => [
  `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 10)}.${extension}`,
  content,
]

const built = (): Map<string, string> =>
  new Map([
    named('concord', 'css', style()),
    named('concord', 'js', script()),
    named('icon', 'svg', readFileSync(join(import.meta.dirname, 'icon.svg'), 'utf8')),
  ])

const present = (): Map<string, string> => {
  mkdirSync(target, { recursive: true })
  return new Map(readdirSync(target).map(name => [name, readFileSync(join(target, name), 'utf8')]))
}

const differences = (wanted: Map<string, string>, found: Map<string, string>): string[] =>
  [...new Set([...wanted.keys(), ...found.keys()])].filter(name => wanted.get(name) !== found.get(name))

const stale = differences(built(), present())
if (process.argv.includes('--check')) {
  if (stale.length > 0) process.stderr.write(`public/ is stale (${stale.join(', ')}): run npm run css\n`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  const wanted = built()
  for (const name of present().keys()) if (!wanted.has(name)) rmSync(join(target, name))
  for (const [name, content] of wanted) writeFileSync(join(target, name), content)
  for (const [name, content] of wanted) process.stdout.write(`public/${name} ${Math.ceil(content.length / 1024)} kB\n`)
}
