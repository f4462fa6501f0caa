import { checkRouters } from './matrix.ts'

checkRouters('classic', 'root')
