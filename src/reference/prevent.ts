/**
 * Whether words name a referral to Prevent or to its Channel panel. Support in the pre-criminal space is held by those who give it and
 * must not become a police record by being written here (Counter-Terrorism and Security Act 2015, Part 5; keeping a baseless referral of
 * a child breached Article 8). The verb is left alone: "to prevent contact", "referred to prevent further harm". The database has the
 * same patterns: names_prevent_referral (schema/0017), and test/prevent.test.ts holds the two to each other.
 */
export const namesPreventReferral = (words: string): boolean => preventPatterns.some(pattern => pattern.test(words))

const preventPatterns: readonly RegExp[] = [
  // the programme, written as a name, before what is done under it
  /\b(?:Prevent|PREVENT)[ -]+(?:[Rr]eferrals?|REFERRALS?|[Rr]eferred|REFERRED|[Cc]ases?|CASES?|[Pp]rogramme|PROGRAMME)\b/,
  // after whoever sends somebody there
  /\b(?:[Rr]efer|REFER)\w* (?:\w+ ){0,3}?(?:[Tt]o|TO|[Ii]nto|INTO|[Uu]nder|UNDER) (?:[Tt]he )?Prevent\b/,
  // written small or all in capitals: a name only where no object follows
  /\brefer\w* (?:\w+ ){0,3}?(?:to|into|under) (?:the )?prevent(?:\s*$|\s*[.,;:)]|\s+(?:in|on|by|and|because|after|before|for|as|team|officer|programme|panel)\b)/i,
  /(?:^|\b(?:a|an|the|this|that|his|her|their|one|earlier|previous|former|old|another) )prevent (?:referral|case|programme)\b/i,
  /\bchannel (?:panel|programme)\b/i,
  /\b[Rr]efer\w* (?:\w+ ){0,3}?to Channel\b/,
  /\bChannel [Rr]eferral/,
]

/** What whoever wrote it is told to do instead. */
export const preventInWords =
  'A referral to Prevent is no ground for a record and is not kept here: leave it out. The Prevent team holds it; ask them'
