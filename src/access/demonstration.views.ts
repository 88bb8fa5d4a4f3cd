import type { PageView } from '#platform'

/** Somebody one can sign in as; agency and unit in words. */
export type DemonstrationAccount = {
  readonly signIn: string
  readonly name: string
  readonly role: string
  readonly agency: string
  readonly unit: string
  readonly tryThis: string
}

/** The demonstration provider's page: the roles, by agency, one button each. */
export type DemonstrationView = PageView & {
  readonly action: string
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
  readonly agencies: readonly {
    readonly id: string
    readonly name: string
    readonly accounts: readonly (DemonstrationAccount & { readonly where: string })[]
  }[]
}

declare module 'fastify' {
  interface PageViews {
    'access/demonstration': DemonstrationView
  }
}

/**
 * Groups the accounts by agency, both in the order given. Each button posts `signIn` to `action`, with the hidden values
 * that the provider needs to go on.
 */
export const demonstrationView = (facts: {
  readonly action: string
  readonly hidden: DemonstrationView['hidden']
  readonly accounts: readonly DemonstrationAccount[]
}): DemonstrationView => ({
  title: 'Sign in to the demonstration',
  aboutPeople: false,
  action: facts.action,
  hidden: facts.hidden,
  agencies: [...Map.groupBy(facts.accounts, ({ agency }) => agency)].map(([name, accounts], index) => ({
    id: `agency-${index + 1}`,
    name,
    accounts: accounts.map(account => ({ ...account, where: account.unit === name ? '' : account.unit })),
  })),
})
