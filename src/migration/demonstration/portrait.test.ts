import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { chanceOf } from './chance.ts'
import { drawPortrait, inventPortrait } from './portrait.ts'

test('a portrait is a picture that any program reads, small, and the same from the same seed', async () => {
  const portrait = inventPortrait(chanceOf(22, 'portraits'))
  const drawn = drawPortrait(portrait, 180)
  assert.deepEqual(drawPortrait(inventPortrait(chanceOf(22, 'portraits')), 180), drawn)
  const { width, height, format } = await sharp(drawn).metadata()
  assert.deepEqual([width, height, format], [180, 225, 'png'])
  assert.ok(drawn.length < 8000, `${drawn.length} bytes`)
  await sharp(drawn).raw().toBuffer()
})
