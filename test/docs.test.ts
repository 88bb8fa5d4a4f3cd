// What the guides point to is there, and every command of the program stands in the README.
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { commands } from '../src/commands.ts'

const root = join(import.meta.dirname, '..')
const guides = globSync(['README.md', 'docs/**/*.md'], { cwd: root })

/** A heading as a link names it: small letters, lines for spaces, no other signs. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsIn = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!))

test('every link within the project leads somewhere', () => {
  assert.ok(guides.length > 10)
  for (const guide of guides)
    for (const [, to] of readFileSync(join(root, guide), 'utf8').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path, anchor] = to!.split('#')
      const file = path === '' ? join(root, guide) : join(root, dirname(guide), path!)
      assert.ok(existsSync(file), `${guide}: ${to}`)
      if (anchor !== undefined) assert.ok(anchorsIn(file).includes(anchor), `${guide}: ${to}`)
    }
})

test('every command is told of in the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  for (const name of Object.keys(commands)) assert.ok(readme.includes(`npx concord ${name}`), name)
})
