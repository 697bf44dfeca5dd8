// When an account that asked for it is deleted. Pure.
import { DAY } from '../../time.ts'

export const GRACE_DAYS = 14
export const dueAt = (asked: number): number => asked + GRACE_DAYS * DAY

/** Keyed hashes of folded names are stored under this purpose. */
export const DELETED_NAME = 'deleted-name'
