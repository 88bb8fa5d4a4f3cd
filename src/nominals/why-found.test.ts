import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slotsOf } from './slots.ts'
import { whyFound } from './why-found.ts'

for (const [typed, name, why] of [
  ['walter ratcliffe', 'Walter Ratcliffe', 'Same name'],
  ['ratcliffe walter', 'Walter Billy Ratcliffe', '“Ratcliffe” and “Walter” are in the name'],
  ['walter', 'Walter Billy Ratcliffe', '“Walter” is in the name'],
  ['wslter ratcliffe', 'Walter Ratcliffe', '“Ratcliffe” is in the name; “Wslter” is one letter from “Walter”'],
  ['Bill Smyth', 'William Smith', '“Bill” is a form of “William”; “Smyth” is one letter from “Smith”'],
  ['Stephen Katherin', 'Steven Catharine', '“Stephen” is a form of “Steven”; “Katherin” sounds like “Catharine”'],
  ['Zanaida', 'Zinayda', '“Zanaida” sounds like “Zinayda”'],
  ['Hsasan Ali', 'Hassan Ali', '“Ali” is in the name; “Hsasan” is one letter from “Hassan”'],
  ['J Smith', 'John Smith', '“Smith” is in the name; “J” begins “John”'],
  ['John Oneil-Smith', 'John Smith', '“John” and “Smith” are in the name'],
  ['John Oneil-Smith', 'John O’Neil Smith', 'Same name'],
  ['Abdi Abdi', 'Abdi Abdi', 'Same name'],
  ['Walter Quirke', 'Walter Ratcliffe', '“Walter” is in the name'],
  ['Ole Quirke', 'Walter Ratcliffe', ''],
] as const)
  test(`"${typed}" finds "${name}": ${why || 'nothing to say'}`, () =>
    assert.equal(whyFound(slotsOf(typed), name).join('; '), why))
