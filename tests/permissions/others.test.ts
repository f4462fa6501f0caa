import { checkDoors } from './matrix.ts'

checkDoors('classic', 'root')
