import { checkDoors } from './matrix.ts'

checkDoors('page')
