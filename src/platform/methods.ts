import findMyWay, { type HTTPMethod, type Instance, type HTTPVersion } from 'find-my-way'

type Route = { readonly method: string; readonly url: string }

/**
 * Which methods an address takes, `[]` for one that is no address here: told from the patterns of `routes` and never from what
 * they would find, so that it is the same for everybody and tells of nobody. `routes` are read at the first question, when all
 * of them stand; `maxParamLength`: characters of one part of an address, as the server itself has it.
 */
export const methodsByAddress = (
  routes: () => readonly Route[],
  { maxParamLength }: { readonly maxParamLength: number },
): ((url: string) => readonly string[]) => {
  let router: Instance<HTTPVersion.V1> | undefined
  const routerOfAll = (): Instance<HTTPVersion.V1> => {
    const made = findMyWay({ maxParamLength })
    for (const { method, url } of routes()) made.on(method as HTTPMethod, url, () => undefined)
    return made
  }
  return url => {
    router ??= routerOfAll()
    const methods = [...new Set(routes().map(({ method }) => method))]
    return methods.filter(method => router?.find(method as HTTPMethod, url) !== null).toSorted()
  }
}
