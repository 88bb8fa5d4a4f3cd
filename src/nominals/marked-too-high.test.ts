import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markedTooHigh, tooHighInWords } from './marked-too-high.ts'

const texts: readonly (readonly [string, ReturnType<typeof markedTooHigh>])[] = [
  ['SECRET', 'SECRET'],
  ['Secret', 'SECRET'],
  ['secret', 'SECRET'],
  ['TOP SECRET', 'TOP SECRET'],
  ['Top Secret', 'TOP SECRET'],
  ['UK SECRET', 'SECRET'],
  ['UK TOP SECRET', 'TOP SECRET'],
  ['NATO SECRET', 'SECRET'],
  ['*** SECRET ***', 'SECRET'],
  ['SECRET – UK EYES ONLY', 'SECRET'],
  ['SECRET//REL AUS CAN', 'SECRET'],
  ['TOP SECRET STRAP 2', 'TOP SECRET'],
  ['S E C R E T', 'SECRET'],
  ['T O P  S E C R E T', 'TOP SECRET'],
  ['TOP-SECRET', 'TOP SECRET'],
  ['SE\u00adCRET', 'SECRET'],
  ['\uff33\uff25\uff23\uff32\uff25\uff34', 'SECRET'],
  ['TOP\u00a0SECRET', 'TOP SECRET'],
  ['Visited on Monday.\n\nSECRET\n\nHe was well.', 'SECRET'],
  ['Visited on Monday.\r\nSECRET\r\nHe was well.', 'SECRET'],
  ['Classification: secret', 'SECRET'],
  ['Protective marking: TOP SECRET', 'TOP SECRET'],
  ['The report, protectively marked SECRET, says so', 'SECRET'],
  ['It was classified as top secret by them', 'TOP SECRET'],
  ['(SECRET) He travelled twice.', 'SECRET'],
  ['From a SECRET report: he travelled twice.', 'SECRET'],
  ['Read the UK SECRET annex before you go.', 'SECRET'],
  ['(S) SECRET', 'SECRET'],
  ['(S) SECRET HE WAS SEEN AT THE GARAGE', 'SECRET'],
  ['(TS//SI) TOP SECRET', 'TOP SECRET'],
  ['s e c r e t', 'SECRET'],
  ['He said that this is s e c r e t material.', 'SECRET'],
  ['S.E.C.R.E.T', 'SECRET'],
  ['S.E.C.R.E.T.', 'SECRET'],
  ['S-E-C-R-E-T', 'SECRET'],
  ['t.o.p. s.e.c.r.e.t', 'TOP SECRET'],
  ['T_O_P_S_E_C_R_E_T', 'TOP SECRET'],
  ['S\nE\nC\nR\nE\nT', 'SECRET'],
  ['SUBJECT IS IN THE S E C R E T FILE', 'SECRET'],
  ['THE SEC RET FILE', 'SECRET'],
  ['S3CRET', 'SECRET'],
  ['T0P 5ECRET', 'TOP SECRET'],
  ['SeCrEt', 'SECRET'],
  ['\u0405\u0415\u0421R\u0415\u0422', 'SECRET'],
  ['S\u0332E\u0332C\u0332R\u0332E\u0332T\u0332', 'SECRET'],
  ['\u{1f182}\u{1f174}\u{1f172}\u{1f181}\u{1f174}\u{1f183}', 'SECRET'],
  ['TOP SECRET: A MAN MET HIM', 'TOP SECRET'],
  ['TOP SECRET. THE 3 MEN MET AT 14:00HRS. NFA.', 'TOP SECRET'],
  ['Top Secret: he met her at noon', 'TOP SECRET'],
  ['Secret – UK Eyes Only: he met her', 'SECRET'],
  ['TS//SI he met', 'TOP SECRET'],
  ['TOP SECRET - x', 'TOP SECRET'],
  ['SECRET//UK EYES ONLY wheelchair', 'SECRET'],
  ['SECRET//STRAP', 'SECRET'],
  ['TOP SECRET: 1 Foo St', 'TOP SECRET'],
  ['VISITED ON MONDAY.\nSECRET: HE MET HIM', 'SECRET'],

  ['HE KEPT IT SECRET. HIS WIFE KNEW', null],
  ['HE KEPT IT SECRET FROM HIS WIFE', null],
  ['Secret-keeping runs in the family', null],
  ['', null],
  ['The secret of his success, he says, is patience.', null],
  ['No secret. Every one of them knew.', null],
  ['Is it a secret? He would not say.', null],
  ['The secretary rang; his secrets are his own.', null],
  ['His sect. Secretly they met.', null],
  ['Flat 3, S E Court', null],
  ['OFFICIAL', null],
  ['OFFICIAL-SENSITIVE', null],
  ['He kept it secret from his mother.', null],
  ['It was top secret, he said, and laughed.', null],
  ['Secret meetings took place at the garage.', null],
  ['Convicted under the Official Secrets Act 1989.', null],
  ['OFFICIAL SECRETS ACT 1989', null],
  ['The Home SECRETARY answered.', null],
  ['He claims to be followed by the SECRET SERVICE.', null],
  ['Invited to the SECRET SANTA of his hostel.', null],
  ['SUBJECT STATED THAT HE HAS NO SECRET TO HIDE FROM OFFICERS', null],
  ['Held elsewhere at a higher classification: ask the duty desk.', null],
]

for (const [text, found] of texts)
  test(`${JSON.stringify(text)} is marked ${found ?? 'no higher than OFFICIAL'}`, () =>
    assert.equal(markedTooHigh(text), found))

test('a long text takes no long time', () => {
  for (const text of [
    'SECRE '.repeat(50_000),
    ' - '.repeat(100_000),
    'TOP '.repeat(80_000),
    'SECRET AA '.repeat(30_000) + 'a',
    '* '.repeat(100_000) + 'a',
  ]) {
    const startedAt = performance.now()
    markedTooHigh(text)
    assert.ok(performance.now() - startedAt < 1000, `${text.slice(0, 12)}: ${performance.now() - startedAt} ms`)
  }
})

test('whoever is refused is told what to do', () =>
  assert.match(
    tooHighInWords('The text', 'SECRET'),
    /^The text is marked SECRET.*held elsewhere at a higher classification: ask/,
  ))
