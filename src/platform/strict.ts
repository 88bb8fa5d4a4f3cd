const forMacros = new WeakSet<object>()

/**
 * Data for one of the official macros, which ask for dozens of options and expect most of them to be missing: a strict view
 * hands it on as it is. Everything else in a view stays strict.
 */
export const forMacro = <Data extends object>(data: Data): Data => {
  forMacros.add(data)
  return data
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const strictly = (template: string, value: unknown, path: string): unknown => {
  if (typeof value !== 'object' || value === null || forMacros.has(value)) return value
  if (Array.isArray(value)) return value.map((item: unknown, index) => strictly(template, item, `${path}[${index}]`))
  return isPlain(value) ? strict(template, value, path) : value
}

/**
 * A view that throws where a template reads a name it does not have, instead of printing a blank: used outside production.
 * Objects and lists inside are wrapped as they are reached. Nunjucks copies the top level of its context, so a template gets
 * one object, `view`.
 */
export const strict = <View extends object>(template: string, view: View, path = 'view'): View =>
  new Proxy(view, {
    get: (target, key) => {
      if (typeof key === 'string' && !(key in target))
        throw new Error(`${template} reads ${path}.${key}, which its view does not have`)
      return strictly(template, Reflect.get(target, key), `${path}.${String(key)}`)
    },
  })
