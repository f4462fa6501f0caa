import { checkRouters } from './matrix.ts'

checkRouters('page')
