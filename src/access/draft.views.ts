import { momentInWords } from '#platform'
import type { KeptDraft } from './draft.ts'

/**
 * What stands before a form that was filled in again: an instant in words, an id and a form token, of which none can hold a character
 * that means something in HTML.
 */
export const draftNote = (
  { id, keptAt, ofEarlierSession, wasCleaned }: Pick<KeptDraft, 'id' | 'keptAt' | 'ofEarlierSession' | 'wasCleaned'>,
  formToken: string,
): string =>
  `<div class="govuk-inset-text" role="region" aria-label="What you had typed">
${ofEarlierSession ? whyAgain : ''}${wasCleaned ? whyCleaned : ''}<p class="govuk-body">What you had typed here by ${momentInWords(keptAt)}, and not sent, is in the form again. It is kept for you alone, for 24 hours; nothing of it is on the record until you send it.</p>
<form action="/drafts/${id}/removal" method="post"><input type="hidden" name="formToken" value="${formToken}"><button class="link-button" type="submit">Throw it away</button></form>
</div>
`

const whyCleaned = `<p class="govuk-body"><strong>Nothing has been done yet.</strong> What you typed had characters that cannot be seen or that turn round what is read. They have been taken out: look it over, and send it once more.</p>
`

const whyAgain = `<p class="govuk-body"><strong>Nothing has been done yet.</strong> You have signed in again since this page was opened, perhaps in another tab. Look it over and send it once more.</p>
`
