import { checkDoors } from './matrix.ts'

checkDoors('api')
