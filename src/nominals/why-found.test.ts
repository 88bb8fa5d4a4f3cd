import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slotsOf } from './slots.ts'
import { whyFound } from './why-found.ts'

for (const [typed, name, why] of [
  ['walter ratcliffe', 'Walter Ratcliffe', 'Same name'],
  ['ratcliffe walter', 'Walter Billy Ratcliffe', 'Same: Ratcliffe, Walter'],
  ['walter', 'Walter Billy Ratcliffe', 'Same: Walter'],
  ['wslter ratcliffe', 'Walter Ratcliffe', 'Same: Ratcliffe; “Wslter” is one letter from “Walter”'],
  ['Bill Smyth', 'William Smith', '“Bill” is a form of “William”; “Smyth” is one letter from “Smith”'],
  ['Stephen Katherin', 'Steven Catharine', '“Stephen” is a form of “Steven”; “Katherin” sounds like “Catharine”'],
  ['Zanaida', 'Zinayda', '“Zanaida” sounds like “Zinayda”'],
  ['Hsasan Ali', 'Hassan Ali', 'Same: Ali; “Hsasan” is one letter from “Hassan”'],
  ['J Smith', 'John Smith', 'Same: Smith; “J” begins “John”'],
  ['John Oneil-Smith', 'John Smith', 'Same: John, Smith'],
  ['John Oneil-Smith', 'John O’Neil Smith', 'Same name'],
  ['Abdi Abdi', 'Abdi Abdi', 'Same name'],
  ['Walter Quirke', 'Walter Ratcliffe', 'Same: Walter'],
  ['Ole Quirke', 'Walter Ratcliffe', ''],
] as const)
  test(`"${typed}" finds "${name}": ${why || 'nothing to say'}`, () =>
    assert.equal(whyFound(slotsOf(typed), name).join('; '), why))
