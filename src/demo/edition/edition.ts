// The whole demo edition, put together from its days. Pure.
import type { DemoArticle } from '../shape.ts'
import { articles as day0 } from './day-0.ts'
import { articles as day1 } from './day-1.ts'
import { articles as day2 } from './day-2.ts'
import { articles as day3 } from './day-3.ts'
import { articles as day4 } from './day-4.ts'
import { articles as day5 } from './day-5.ts'
import { articles as day6 } from './day-6.ts'

/** All seven days, the oldest first. */
export const articles: DemoArticle[] = [...day6, ...day5, ...day4, ...day3, ...day2, ...day1, ...day0]
