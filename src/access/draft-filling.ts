import { parseFragment, serialize, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { DraftFields } from './draft.ts'

/** A form of a page that says its typing is to survive; forms do not nest. */
const keptForms = /<form\b[^>]*\sdata-keep\b[^>]*>[\s\S]*?<\/form>/g

/** What goes into a form: its fields, and the words before it, as HTML. */
export type Filling = { readonly action: string; readonly fields: DraftFields; readonly note: string }

/**
 * The page with what was typed in its forms again: of each form that bears `data-keep` and is sent where a filling's was. It works on
 * the finished page, so that no view and no template need know of it; the page says everything that a browser would.
 */
export const filledIn = (page: string, fillings: readonly Filling[]): string =>
  page.replaceAll(keptForms, html => {
    const fragment = parseFragment(html)
    const form = fragment.childNodes.find(isElement)
    const filling = fillings.find(({ action }) => form && action === attribute(form, 'action'))
    if (!form || !filling) return html
    fill(form, filling.fields)
    return filling.note + serialize(fragment)
  })

const isElement = (node: Tree.ChildNode): node is Tree.Element => 'tagName' in node
const attribute = ({ attrs }: Tree.Element, name: string): string | undefined =>
  attrs.find(each => each.name === name)?.value

const set = (element: Tree.Element, name: string, value: string | null): void => {
  const others = element.attrs.filter(each => each.name !== name)
  element.attrs = value === null ? others : [...others, { name, value }]
}

/** What no browser sends as typed, or nobody typed. */
const untouched = new Set(['file', 'password', 'submit', 'button', 'image', 'reset'])
const ofTheForm = new Set(['formToken', 'formAt'])

const fill = (element: Tree.Element, fields: DraftFields): void => {
  const name = attribute(element, 'name')
  if (name !== undefined && !ofTheForm.has(name)) fillOne(element, valuesOf(fields, name), name in fields)
  for (const child of element.childNodes) if (isElement(child)) fill(child, fields)
}

const valuesOf = (fields: DraftFields, name: string): readonly string[] =>
  Object.hasOwn(fields, name) ? [fields[name]!].flat() : []

const fillOne = (element: Tree.Element, values: readonly string[], isThere: boolean): void => {
  const type = attribute(element, 'type') ?? 'text'
  if (element.tagName === 'input' && (type === 'radio' || type === 'checkbox'))
    return set(element, 'checked', values.includes(attribute(element, 'value') ?? 'on') ? '' : null)
  if (!isThere) return
  if (element.tagName === 'input' && !untouched.has(type)) set(element, 'value', values[0] ?? '')
  if (element.tagName === 'textarea') write(element, values[0] ?? '')
  if (element.tagName === 'select') choose(element, values)
}

// A browser leaves out the first line end within a textarea.
const write = (element: Tree.Element, text: string): void => {
  const value = text.startsWith('\n') ? `\n${text}` : text
  element.childNodes = [{ nodeName: '#text', value, parentNode: element }]
}

const choose = (element: Tree.Element, values: readonly string[]): void => {
  for (const child of element.childNodes.filter(isElement)) {
    if (child.tagName === 'option') set(child, 'selected', values.includes(attribute(child, 'value') ?? '') ? '' : null)
    else choose(child, values)
  }
}
