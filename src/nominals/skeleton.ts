import { romanised } from './romanised.ts'

/**
 * A spelling and the consonants it may stand for, the likeliest first; an empty one is not heard, and a dot is a vowel, which only keeps
 * two consonants apart. `at`: only at the beginning or at
 * the end of a word. The first that fits is taken, so the longer stand before the shorter.
 */
type Sound = { readonly spelling: RegExp; readonly at?: 'first' | 'last'; readonly heard: readonly string[] }

const sound = (spelling: string, heard: string, at?: 'first' | 'last'): Sound => ({
  spelling: new RegExp(spelling, 'y'),
  heard: heard.split(' ').map(each => each.replace('-', '')),
  ...(at ? { at } : {}),
})

/**
 * One letter is written for several sounds, and one sound by several letters, by whoever first wrote a name down: an English, French,
 * German, Turkish, Somali, Polish, Albanian or Russian clerk. What is given here are the habits of those spellings; no name is.
 */
const sounds: readonly Sound[] = [
  sound('KN|GN', 'N', 'first'), // Knight
  sound('WR', 'R', 'first'),
  sound('PS', 'S', 'first'),
  sound('OU(?=[AEIO])', 'W F', 'first'), // Oualid
  sound('Y(?=E)', 'Y A', 'first'), // Yelena, Elena
  sound('Y(?=[AIOUW])', 'Y J', 'first'),
  sound('GI(?=[AO])', 'J Y K', 'first'), // Giannis, Yiannis
  sound('NG', 'N', 'first'), // Nguyen
  sound('HS(?=[UI])', 'S', 'first'), // Hsu is Xu
  sound('Y(?=[A-Z])', 'A Y', 'first'),
  sound('I(?=[AOU])', 'A Y', 'first'), // Iuri
  sound('[AEI](?=[^AEIOUYHW])', 'A -', 'first'), // Ismail, Smail; Idris, Driss
  sound('[AEIOUY]', 'A', 'first'),
  sound('H(?=[RL])', 'K H', 'first'), // Hristos, Christos; Hryhoriy
  sound('H', 'H A', 'first'), // Hassan, Assan
  sound('KH', 'K H', 'first'), // Khalil, Halil
  sound('X(?=H)', 'J', 'first'), // Xhemal
  sound('X', 'S H K', 'first'), // Xavier; Xasan; Xelil
  sound('J', 'J Y', 'first'), // Jakub, Yakub
  sound('CH', 'S K J', 'first'), // Chang is Zhang
  sound('DI(?=[AOU])', 'D J', 'first'), // Diallo, Jallow
  sound('V', 'F B', 'first'), // Vikram, Bikram
  sound('Q(?=I)', 'K S', 'first'), // Qian is Chien
  sound('C(?=[EIY])', 'S J A', 'first'), // Cengiz; Ciise
  sound('C(?=[AOU])', 'K A J', 'first'), // Cali is Ali; Can
  sound('W', 'W F', 'first'), // Wahid, Vahid; Wiktor
  sound('SH?CH|SZCZ|TSCH|TCH|CZ|SCH|SH|SZ', 'S'),
  sound('CS', 'S KS'), // Kovacs
  sound('TS|TZ', 'TS S'),
  sound('RZ', 'RS R'), // Grzegorz
  sound('DZH|DZ|DJ|ZH|XH', 'J'),
  sound('CH', 'K S'), // Michael; Rachid
  sound('BH', 'B F'), // Siobhan, Shivaun
  sound('MH', 'M F'), // Niamh, Neve
  sound('PH|V', 'F'),
  sound('TH', 'T S'), // Uthman, Osman
  sound('DH', 'D S'), // Nidham, Nizam
  sound('Z', 'S D J'), // Ramazan, Ramadan; Zaman, Jaman
  sound('KH|GH', 'K -'), // Mikhail, Mihail; Callaghan
  sound('CK|Q|K', 'K'),
  sound('G(?=[EIY])', 'J K -'), // Sergei, Serhiy
  sound('G', 'K J -'), // Gamal, Jamal; Bogdan, Bohdan
  sound('J', '- J', 'last'), // Sergej
  sound('J', 'J -'), // Bojan, Boyan
  sound('C', 'S K -', 'last'), // Petrovic; Marc; Jaamac
  sound('C(?=[EIY])', 'S J -'), // Sacid is Said
  sound('C', 'K J S -'), // Recai; Faycal
  sound('MP(?=[ST])', 'M MP'), // Thompson
  sound('X', 'KS - S'), // Alexander; Axmed
  sound('W', '. F'), // Anwar, Anvar
  sound('[AEIOUY]', '.'),
  sound('H', '-'),
  sound('S|T|D|B|P|F|K|L|M|N|R', '*'), // itself
]

/** With one consonant half the words would be alike; and where another habit leaves a consonant out, three must be left. */
const [shortest, shortestOther, longest, mostSkeletons] = [2, 3, 12, 8]

/** Al-Khalidi, Elkhaldi: the article is written with the name, or left out. */
const article = /^[AE]L(?=[^AEIOUYL][A-Z]{3})/
/** Servant of, with the article, which is taken in by the sound behind it or left out: Abdulkadir, Abdelkader, Abdiqadir. */
const servant = /^ABD[AEIOU]L(?=[^AEIOUYLH])/
/** Of the faith: Nur al-Din, Nureddin, Nurettin. */
const faith = /(?:[AEIOU]L?)(?:DD?|TT)(?=(?:I|EE)NE?$)/

/**
 * What is left of a folded word when spellings of one sound are made alike and vowels and doubled letters are dropped, and what would be
 * left if it were spelt by another habit, with the last d and b hard as in Ahmet and Yakup: Mohamed, Muhammad and Maxamed, Yusuf, Youssef and Jusuf, Stephen and Steven, Osman and
 * Uthman, Jamal, Gamal and Cemal have one in common. A first vowel counts as A, so Ibrahim is Ebrahim and not Brahms. The likeliest
 * first, at most eight. Where one consonant is all, the vowels count as far as they are at the front or the back of the mouth: Lea and Lia,
 * Roy and Roi. Empty for less than that and for a script that is not read (romanised.ts).
 */
export const skeletonsOf = (word: string): readonly string[] => {
  const latin = romanised(word)
  if (!/^[A-Z]+$/.test(latin)) return []
  // Arabic and Hebrew write consonants alone: two of one kind have a vowel between them.
  const once = /[\u0590-\u06ff]/.test(word) ? (text: string) => text : withoutDoubles
  const plain = once(latin).replace(servant, 'ABD').replace(faith, 'D')
  const spelt = [plain, ...(article.test(plain) ? [plain.replace(article, '')] : [])]
  const skeletons = [...new Set(spelt.flatMap(each => heardIn(each, once)))]
  const whole = skeletons[0]?.length ?? 0
  return skeletons.filter(({ length }) => length >= (length < whole ? shortestOther : shortest)).slice(0, mostSkeletons)
}

const withoutDoubles = (text: string): string => text.replaceAll(/([A-Z])\1+/g, '$1')

const heardIn = (word: string, once: (text: string) => string): readonly string[] => {
  let found: readonly string[] = ['']
  for (let at = 0; at < word.length;) {
    const { length, heard } = soundAt(word, at)
    found = heard.flatMap(each => found.map(before => before + each)).slice(0, 4 * mostSkeletons)
    at += length
  }
  const vowels = word
    .slice(1)
    .replaceAll(/[AEIYH]+/g, 'i')
    .replaceAll(/[OUW]+/g, 'u')
    .replaceAll(/[A-Z]/g, '')
  return found
    .map(each => once(each).replaceAll('.', '').replace(/D$/, 'T').replace(/B$/, 'P').slice(0, longest))
    .map(each => (each.length === 1 && word.length > 2 ? each + vowels : each))
}

const soundAt = (word: string, at: number): { readonly length: number; readonly heard: readonly string[] } => {
  for (const { spelling, at: place, heard } of sounds) {
    if (place === 'first' && at > 0) continue
    spelling.lastIndex = at
    const found = spelling.exec(word)?.[0]
    if (found === undefined || (place === 'last' && at + found.length < word.length)) continue
    return { length: found.length, heard: heard[0] === '*' ? [found] : heard }
  }
  return { length: 1, heard: [''] }
}
