// What a file is taken for, what is kept of it, and what is refused: real files made here, looked at in the process that looks at all.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { PDFDocument, PDFHexString, PDFString } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { examine } from '../src/nominals/file-examiner.ts'
import { aDocx, aPdf, aPicture, appended, aZip, named, opensWith, refersTo, relation } from './support/file.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'concord-examination-')))
after(() => rmSync(folder, { recursive: true, force: true }))

const look = async (bytes: Buffer | string) => {
  const path = join(folder, 'given')
  writeFileSync(path, bytes)
  return examine(path, folder)
}
const text = (bytes: string) => Buffer.from(bytes)

for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const)
  test(`a ${format} picture is made anew: where, with what and by whom it was taken, and whatever is appended, is gone`, async () => {
    const given = Buffer.concat([await aPicture(format), Buffer.from(appended)])
    assert.ok(format === 'tiff' || (await sharp(given).metadata()).exif, 'there is something to lose')
    const found = await look(given)
    assert.deepEqual([found.mediaType, found.faults, found.rewritten], [`image/${format}`, [], true])
    assert.deepEqual(
      found.kept.map(({ form }) => form),
      ['whole', 'small'],
    )
    for (const { path, mediaType, size, sha256 } of found.kept) {
      const bytes = readFileSync(path)
      const { exif, icc, xmp, iptc, format: kept } = await sharp(bytes).metadata()
      assert.deepEqual([exif, icc, xmp, iptc], [undefined, undefined, undefined, undefined])
      assert.equal(mediaType, `image/${kept}`)
      assert.ok(!bytes.includes('Vesperlane') && !bytes.includes('appended'))
      assert.equal(size, bytes.length)
      assert.equal(sha256, createHash('sha256').update(bytes).digest('hex'))
    }
    const small = await sharp(readFileSync(found.kept[1]!.path)).metadata()
    assert.ok(Math.max(small.width, small.height) <= 240 && small.format === 'jpeg')
  })

test('a picture is upright, and no larger than a screen needs', async () => {
  const lying = await sharp({ create: { width: 5000, height: 2500, channels: 3, background: '#123456' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const found = await look(lying)
  const { width, height } = await sharp(readFileSync(found.kept[0]!.path)).metadata()
  assert.deepEqual([width, height], [2000, 4000])
})

/** A PNG that says it is larger than it is: what a decompression bomb says before it unfolds. */
const bombPng = async (): Promise<Buffer> =>
  sharp({ create: { width: 12_000, height: 9000, channels: 3, background: '#000' }, limitInputPixels: false })
    .png({ compressionLevel: 9, palette: true })
    .toBuffer()

const javaScript = { S: named('JavaScript'), JS: 'app.alert(1)' }
const external = 'TargetMode="External"'
const refused: Readonly<Record<string, readonly [() => Promise<Buffer> | Buffer, RegExp]>> = {
  'a program': [() => Buffer.from(`MZ${'\0'.repeat(200)}PE`), /not of a type that Concord takes/],
  'bytes of no kind': [() => Buffer.from([0, 1, 2, 3, 255, 254, 0, 9]), /not of a type that Concord takes/],
  'a broken picture': [async () => (await aPicture('jpeg')).subarray(0, 900), /picture is broken/],
  'a picture of more pixels than it may unfold to': [bombPng, /more than 50 million pixels/],
  'a picture of several pages': [
    async () => {
      const frames = await Promise.all(
        ['#f00', '#0f0'].map(colour => aPicture('png', { width: 20, height: 20, colour })),
      )
      return sharp(frames, { join: { animated: true } })
        .webp({ loop: 0, delay: [100, 100] })
        .toBuffer()
    },
    /more than one page or moves/,
  ],
  'a web page': [() => text('<!DOCTYPE html><script>alert(1)</script>'), /web page.*print it to a PDF/],
  'a drawing that may hold programs': [
    () => text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    /SVG|drawing/i,
  ],
  'an RTF document': [() => text('{\\rtf1\\ansi hello}'), /RTF.*DOCX/],
  'an archive': [() => aZip([{ name: 'a.txt', content: 'a' }]), /archive: send the files in it one by one/],
  'an old office document': [
    () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]),
    /old office document/,
  ],

  'a PDF with JavaScript': [() => aPdf({ more: d => d.addJavaScript('x', 'app.alert(1)') }), /runs programs/],
  'a PDF with JavaScript on opening': [() => aPdf({ more: opensWith(javaScript), packed: false }), /runs programs/],
  'a PDF with JavaScript in a compressed object': [() => aPdf({ more: opensWith(javaScript) }), /runs programs/],
  'a PDF with JavaScript under a name written in numbers': [
    async () =>
      Buffer.from(
        (await aPdf({ more: opensWith(javaScript), packed: false }))
          .toString('latin1')
          .replace('/S /JavaScript', '/S /J#61va#53cript')
          .replace('/JS ', '/#4aS '),
        'latin1',
      ),
    /runs programs/,
  ],
  'a PDF that starts a program': [
    () => aPdf({ more: opensWith({ S: named('Launch'), F: 'calc.exe' }) }),
    /starts other programs/,
  ],
  'a PDF that opens an address by itself': [
    () => aPdf({ more: opensWith({ S: named('URI'), URI: 'https://elsewhere.example/' }) }),
    /opens an address by itself/,
  ],
  'a PDF that sends what is typed': [
    () => aPdf({ more: opensWith({ S: named('SubmitForm'), F: 'https://elsewhere.example/' }) }),
    /sends what is typed/,
  ],
  'a PDF with a file in it': [
    () => aPdf({ more: d => d.attach(Buffer.from('x'), 'x.exe', { mimeType: 'application/octet-stream' }) }),
    /has other files in it/,
  ],
  'a PDF with a password': [
    async () => {
      const document = await PDFDocument.load(await aPdf())
      document.encrypt({ userPassword: 'a', ownerPassword: 'b' })
      return Buffer.from(await document.save())
    },
    /encrypted or needs a password/,
  ],
  'a PDF that is encrypted and asks for nothing': [
    async () => {
      const document = await PDFDocument.load(await aPdf())
      document.context.trailerInfo.Encrypt = document.context.register(
        document.context.obj({ Filter: named('Standard'), O: PDFHexString.of('00') }),
      )
      return Buffer.from(await document.save({ useObjectStreams: false }))
    },
    /encrypted or needs a password/,
  ],
  'a broken PDF': [() => text('%PDF-1.7\nnothing of the kind'), /broken and cannot be checked|no pages/],

  'a DOCX with macros': [
    () => aDocx(['x'], [{ name: 'word/vbaProject.bin', content: 'x' }]),
    /programs \(macros or controls\)/,
  ],
  'a DOCX with a control': [
    () => aDocx(['x'], [{ name: 'word/activeX/activeX1.xml', content: '<ax/>' }]),
    /programs \(macros or controls\)/,
  ],
  'a DOCX with a template elsewhere': [
    () => aDocx(['x'], [refersTo(relation('attachedTemplate', 'https://elsewhere.example/t.dotm', external))]),
    /fetches something from elsewhere/,
  ],
  'a DOCX with a picture elsewhere, in other quotes': [
    () => aDocx(['x'], [refersTo(relation('image', 'https://elsewhere.example/p.png', "TargetMode='External'"))]),
    /fetches something from elsewhere/,
  ],
  'a DOCX with a template elsewhere, spelt in entities': [
    () => aDocx(['x'], [refersTo(relation('attachedTemplate', 'https://e.example/', 'TargetMode="&#69;xternal"'))]),
    /fetches something from elsewhere/,
  ],
  'a DOCX with a file in it': [
    () => aDocx(['x'], [{ name: 'word/embeddings/oleObject1.bin', content: 'x' }]),
    /has other files in it/,
  ],
  'a DOCX with a field that runs a command, in pieces': [
    () =>
      aDocx(
        ['x'],
        [
          {
            name: 'word/header1.xml',
            content:
              '<w:hdr xmlns:w="w"><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\\\x.exe</w:instrText></w:hdr>',
          },
        ],
      ),
    /runs commands/,
  ],
  'a DOCX that declares entities': [
    () => aDocx(['x'], [{ name: 'word/styles.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }]),
    /cannot be checked/,
  ],
  'a DOCX that unfolds without end': [
    () => aDocx(['x'], [{ name: 'word/media/a.bin', content: Buffer.alloc(201 * 1024 * 1024) }]),
    /unfolds to more than any document/,
  ],
  'a DOCX of thousands of parts': [
    () =>
      aDocx(
        ['x'],
        Array.from({ length: 2001 }, (_, n) => ({ name: `word/p${n}.xml`, content: '<a/>' })),
      ),
    /unfolds to more than any document/,
  ],
}

for (const [what, [made, why]] of Object.entries(refused))
  test(`${what} is refused, with what to do`, async () => {
    const { faults, kept } = await look(await made())
    assert.match(faults.join('\n'), why)
    assert.match(faults.join('\n'), /: .*(send|save|print|make|open)/)
    assert.deepEqual(kept, [])
  })

test('every reason is told at once', async () => {
  const { faults } = await look(
    aDocx(
      ['x'],
      [
        { name: 'word/vbaProject.bin', content: 'x' },
        { name: 'word/embeddings/a.bin', content: 'x' },
        refersTo(relation('attachedTemplate', 'https://elsewhere.example/t.dotm', external)),
      ],
    ),
  )
  assert.equal(faults.length, 3)
})

const taken: Readonly<Record<string, readonly [() => Promise<Buffer> | Buffer, string]>> = {
  'a PDF': [() => aPdf(), 'application/pdf'],
  'a PDF with a link that somebody may press': [
    () =>
      aPdf({
        text: 'HTML/JavaScript are on his CV',
        more: document => {
          const { context } = document
          const link = {
            Type: 'Annot',
            Subtype: 'Link',
            Rect: [0, 0, 9, 9],
            A: { S: 'URI', URI: PDFString.of('https://somewhere.example/') },
          }
          document.getPage(0).node.set(named('Annots'), context.obj([context.register(context.obj(link))]))
        },
      }),
    'application/pdf',
  ],
  'a DOCX with a link that somebody may press': [
    () => aDocx(['See there'], [refersTo(relation('hyperlink', 'https://somewhere.example/', external))]),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  'a text': [() => text('Plain words, £5 and é\r\n'), 'text/plain'],
  'a text as Windows wrote it': [() => Buffer.from('caf\xe9 \x93quoted\x94', 'latin1'), 'text/plain'],
  'a text in UTF-16': [() => Buffer.from('\ufeffwords', 'utf16le'), 'text/plain'],
}
for (const [what, [made, mediaType]] of Object.entries(taken))
  test(`${what} is taken as it is`, async () => {
    const given = await made()
    const found = await look(given)
    assert.deepEqual([found.mediaType, found.faults, found.marked, found.rewritten], [mediaType, [], null, false])
    assert.deepEqual(readFileSync(found.kept[0]!.path), given)
  })

const marked: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  'a text': () => text('SECRET\n\nHe travelled twice.'),
  'a PDF': () => aPdf({ text: 'SECRET' }),
  'a PDF that is refused for something else too': () => aPdf({ text: 'SECRET', more: d => d.addJavaScript('x', 'x') }),
  'a DOCX': () => aDocx(['SECRET', 'He travelled twice.']),
  'a DOCX in its header': () =>
    aDocx(
      ['Words'],
      [
        {
          name: 'word/header2.xml',
          content: '<w:hdr><w:p><w:r><w:t>SEC</w:t></w:r><w:r><w:t>RET</w:t></w:r></w:p></w:hdr>',
        },
      ],
    ),
  'a DOCX by the label of the program that wrote it': () =>
    aDocx(
      ['Words'],
      [
        {
          name: 'docProps/custom.xml',
          content: '<Properties><property name="MSIP_Label_Name"><vt:lpwstr>Secret</vt:lpwstr></property></Properties>',
        },
      ],
    ),
}
for (const [what, made] of Object.entries(marked))
  test(`${what} that is marked SECRET is known`, async () => assert.equal((await look(await made())).marked, 'SECRET'))

test('what breaks or holds up whoever looks is refused, and the next file is looked at', async () => {
  const deep = `%PDF-1.7\n1 0 obj\n${'<</a '.repeat(300_000)}`
  const { faults, kept } = await look(deep)
  assert.ok(faults.length > 0 && kept.length === 0)
  assert.deepEqual((await look('words')).faults, [])
})
