import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceNamedIn } from './source-named.ts'

for (const [text, found] of [
  ['Source: his brother in law.', 'Source: h'],
  ['source = cell mate', 'source = c'],
  ['Source – a neighbour', 'Source – a'],
  ['The source is a member of the family', 'The source is'],
  ['An informant saw him at the station', 'informant'],
  ['Reported by\na confidential\nsource last week', 'confidential source'],
  ['Tasked CHIS reports that', 'CHIS'],
  ['From a C.H.I.S', 'C.H.I.S'],
  ['A friend of his told us in confidence', 'told us in confidence'],
  ['Speak to the source handler first', 'source handler'],
  ['My source, who drinks with him, saw the car', 'My source'],
  ['Our source is next door', 'Our source is'],
  ['A source told me that he moved', 'source told'],
  ['The source, a neighbour, is afraid', 'The source,'],
  ['Sources close to him say that he drinks', 'Sources close to'],
  ['Our source of income is the shop', null],
  ['The open source said so: a page', null],
  ['Open source: an article in the Ludlow paper', null],
  ['The open source is a public page', null],
  ['He is a source of worry to his mother', null],
  ['Works with source code', null],
  ['Met Mr Chisholm; talked of chisels', null],
  ['He gave the informal name of the club', null],
  ['Bought resources: timber', null],
  ['', null],
] as const)
  test(`“${text.replaceAll('\n', ' ')}” ${found === null ? 'names no source' : 'is to be read again'}`, () =>
    assert.equal(sourceNamedIn(text), found))
