/**
 * Loaded before the bench of the search (`node --import ./bench/held-out-hook.ts`): the program then has the lists of names without the pairs
 * of name-variants.csv that are held out, so that what is measured is what the rules find of these. In the product the lists are whole:
 * CONCORD_BENCH_LISTS=whole measures that.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { heldOutOf, without, type Lists } from './held-out.ts'

const isWhole = process.env['CONCORD_BENCH_LISTS'] === 'whole'

registerHooks({
  load: (url, context, nextLoad) => {
    if (isWhole || !url.endsWith('/reference/nicknames.json')) return nextLoad(url, context)
    const csv = readFileSync(new URL('../test/data/name-variants.csv', import.meta.url), 'utf8')
    const lists = JSON.parse(readFileSync(new URL(url), 'utf8')) as Lists
    return { format: 'json', shortCircuit: true, source: JSON.stringify(without(lists, heldOutOf(csv))) }
  },
})
