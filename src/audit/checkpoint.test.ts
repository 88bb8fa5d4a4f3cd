// The form is C2SP's, held against the example of a signed note that Go's own package gives, and by changing every byte of a note of ours.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  makeSigner,
  openCheckpoint,
  readCheckpoint,
  seedOf,
  signCheckpoint,
  signerFrom,
  verifierFrom,
  verifierKey,
} from './checkpoint.ts'
import { leafHash } from './merkle.ts'

const signer = makeSigner('concord.example/log')
const checkpoint = { origin: 'concord.example/log', size: 42, root: leafHash(Buffer.from('x')) }
const note = signCheckpoint(checkpoint, signer)

test('a checkpoint is signed, read and opened', () => {
  assert.match(note, /^concord\.example\/log\n42\n[A-Za-z0-9+/]{43}=\n\n— concord\.example\/log [A-Za-z0-9+/=]+\n$/)
  assert.deepEqual(openCheckpoint(note, [signer]), checkpoint)
  assert.deepEqual(readCheckpoint(note), checkpoint)
  assert.equal(openCheckpoint(note, [makeSigner('concord.example/log')]), undefined, 'another key of the same name')
  assert.equal(openCheckpoint(note, []), undefined)
})

test('a key goes out and comes back', () => {
  const verifier = verifierFrom(verifierKey(signer))!
  assert.deepEqual(openCheckpoint(note, [verifier]), checkpoint)
  assert.equal(verifierKey(signerFrom(signer.name, seedOf(signer))), verifierKey(signer))
  for (const wrong of ['', 'x', verifierKey(signer).replace('concord', 'another'), `${verifierKey(signer)}AAAA`])
    assert.equal(verifierFrom(wrong), undefined, wrong)
  assert.throws(() => makeSigner('a name'), RangeError)
})

test('the key and the note of Go’s package are read as they were written', () => {
  const verifier = verifierFrom('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  assert.ok(verifier)
  assert.equal(verifierKey(verifier), 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
})

test('a byte changed anywhere in a note leaves no checkpoint, or the same', () => {
  for (let n = 0; n < note.length; n++)
    for (const change of [1, 32]) {
      const changed = note.slice(0, n) + String.fromCodePoint(note.codePointAt(n)! ^ change) + note.slice(n + 1)
      assert.equal(openCheckpoint(changed, [signer]), undefined, JSON.stringify(changed))
    }
})

test('what is no checkpoint is none', () => {
  for (const text of [
    '',
    '\n\n',
    'a\n01\n',
    note.slice(0, -10),
    note.replace('42', '042'),
    note.replace('42', '9'.repeat(17)),
    `${note}x`,
  ])
    assert.equal(readCheckpoint(text) && openCheckpoint(text, [signer]), undefined, JSON.stringify(text))
})
