import { checkRouters } from './matrix.ts'

checkRouters('api')
