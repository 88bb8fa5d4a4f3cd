import type { BoardView } from '#need-to-know'

declare module 'fastify' {
  interface PageViews {
    'responsibility/board': BoardView
  }
}

export {
  boardView,
  chosenIn,
  line,
  linked,
  oneOfFew,
  oneOfMany,
  plain,
  sentences,
  several,
  type BoardField,
  type BoardForm,
  type BoardList,
  type BoardSearch,
  type BoardView,
  type Cell,
} from '#need-to-know'
