import type { Faker } from '@faker-js/faker'
import { faker as nigerian } from '@faker-js/faker/locale/en_NG'
import { faker as polish } from '@faker-js/faker/locale/pl'
import { faker as portuguese } from '@faker-js/faker/locale/pt_PT'
import { faker as romanian } from '@faker-js/faker/locale/ro'
import { faker as turkish } from '@faker-js/faker/locale/tr'
import { faker as yoruba } from '@faker-js/faker/locale/yo_NG'

/** Where a list of names comes from; it says how names are spelt and varied, and nothing else about anybody. */
export type NameGroup = 'GB' | 'IE' | 'PL' | 'RO' | 'PT' | 'TR' | 'PK' | 'IN' | 'NG' | 'SO' | 'AR'
export type NameList = {
  readonly male: readonly string[]
  readonly female: readonly string[]
  readonly family: readonly string[]
}

/**
 * One deck of forty: every group of people who are dealt their names from it has this mix, whatever they did, whoever
 * manages them and however they are judged.
 */
export const nameDeck: readonly NameGroup[] = (
  [
    ['GB', 22],
    ['IE', 2],
    ['PL', 3],
    ['RO', 1],
    ['PT', 1],
    ['TR', 1],
    ['PK', 3],
    ['IN', 3],
    ['NG', 2],
    ['SO', 1],
    ['AR', 1],
  ] as const
).flatMap(([group, cards]) => Array<NameGroup>(cards).fill(group))

/** One word of letters in the Latin script: some locales hold phrases. */
const plain = /^\p{Script=Latin}{3,}$/u

const listFrom = (...locales: readonly Faker[]): NameList => {
  const persons = locales.map(({ rawDefinitions }) => rawDefinitions.person)
  const plainOf = (names: readonly (readonly string[] | undefined)[]) =>
    names.flatMap(list => list ?? []).filter(name => plain.test(name))
  return {
    male: plainOf(persons.map(person => person?.first_name?.male)),
    female: plainOf(persons.map(person => person?.first_name?.female)),
    family: plainOf(persons.map(person => person?.last_name?.generic)),
  }
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/*
 * Lists of common names that the project wrote itself, where the library has none or has them from another country.
 * Common names have living bearers; family names that with a common given name would be somebody known for a crime are left out.
 */
const british: NameList = {
  male: words(`Adam Aidan Alan Alfie Andrew Anthony Archie Arthur Barry Benjamin Bradley Brian Callum Cameron Carl Charles Christopher
    Colin Connor Craig Curtis Daniel Darren David Dean Dennis Derek Dominic Douglas Dylan Edward Elliot Ethan Francis Frederick Gareth
    Gary Geoffrey George Gordon Graham Gregory Harry Harvey Henry Hugh Ian Jack Jacob James Jamie Jason Jeremy Joel John Jonathan Joseph
    Joshua Keith Kenneth Kevin Kieran Lee Leonard Lewis Liam Luke Malcolm Marcus Mark Martin Matthew Michael Nathan Neil Nicholas Nigel
    Norman Oliver Owen Patrick Paul Peter Philip Raymond Rhys Richard Robert Roger Ronald Ross Roy Ryan Samuel Scott Sean Simon Stephen
    Stuart Terence Thomas Timothy Toby Trevor Victor Vincent Wayne William`),
  female:
    words(`Abigail Alice Alison Amanda Amy Andrea Angela Anna Barbara Bethany Carol Caroline Catherine Charlotte Chloe Christine
    Claire Deborah Diane Eleanor Elizabeth Emily Emma Gemma Georgia Grace Hannah Heather Helen Holly Jacqueline Jane Janet Jennifer
    Jessica Joanne Judith Julie Karen Katherine Kelly Kerry Laura Leanne Lesley Linda Lisa Louise Lucy Lynn Margaret Maria Megan Michelle
    Natalie Nicola Olivia Pamela Patricia Paula Rachel Rebecca Rosemary Ruth Samantha Sandra Sarah Sharon Sheila Sophie Stephanie Susan
    Tracey Valerie Vanessa Victoria Wendy Yvonne Zoe`),
  family:
    words(`Abbott Adams Aldridge Allen Armitage Ashby Askew Atherton Bagshaw Bailey Baker Ball Barker Barnes Barton Beckett Bellamy
    Bennett Birch Blackburn Blythe Bolton Booth Bowen Bradshaw Braithwaite Brearley Bright Brook Broughton Burgess Burrows Carr Carter
    Chadwick Chandler Clark Clayton Cole Cooke  Cotton Craven Crossley Crowther Dalton Davies Dawson Dean Dixon  Downing
    Draper Duckworth Dyson Earnshaw Edwards Elliott Ellis Evans Farrow Fielding Finch Fletcher Ford Foster Fowler Fox Freeman Frost
    Garside Gibson Gill Goodwin Grainger Gray Green Greenwood  Hallam Hancock Hardcastle Hargreaves Harper Harrison Hartley
    Hawkins Haworth Heath Hepworth Hewitt Hill Hobson Holden Holland Hopkins Horton Howarth Hughes Hunt Ibbotson Ingham Jenkins Jennings
    Johnson Jones Kay Kendall Kershaw King Kirkham Knight Lamb Langley Lawson  Lister Lloyd Lockwood Lomax Longbottom MacDonald
    Marsden Marsh Mason Mellor Metcalfe Midgley Mills Milner   Morley Murray Naylor Nelson Newton Nicholson Nuttall Oakes
    Ogden Oldroyd Owen Page Parkin Parry Pearson Phillips Pickering Pollard Poole Powell Pratt Preston Price Pritchard Pugh Ramsden 
    Redfern Rees Reynolds Rhodes Richards Roberts Robinson Rowlands Rushton Ryder Salt Sanderson Saunders Scholes Schofield Seddon Senior
    Sharpe Shaw Shepherd Simpson Slater Smith Spencer Stanley Stephenson Stott Sugden  Swift Sykes Taylor Thackray Thomas
     Thorpe Tomlinson Townsend Tranter Turner Tyson Underwood Varley Vickers Wade Wainwright Walker Walsh Walton Warburton 
    Waterhouse  Watson Webb Wharton Wheeler Whitehead Whittaker Wilkinson Williams Wilson Winder Wood Woodhead  Yates`),
}

const irish: NameList = {
  male: words(`Aengus Brendan Cathal Ciarán Colm Conor Cormac Declan Diarmuid Donal Eamon Eoin Fergal Fintan Gearóid Kevin Killian Lorcan
    Malachy Niall Oisín Pádraig Rónán Ruairí Séamus Tadhg`),
  female: words(
    `Aisling Aoife Bríd Caoimhe Ciara Clodagh Deirdre Eimear Fionnuala Gráinne Maeve Niamh Nuala Orla Róisín Sinéad Síle Úna`,
  ),
  family:
    words(`Brady Brennan Byrne Carroll Casey Connolly Corrigan Cullen Daly Devlin Doherty  Doyle Duffy Dunne Farrell Flynn
    Foley Gallagher Hennessy Hogan Kavanagh Keane Keogh Lynch McBride McCarthy McDermott McGrath McKenna McLoughlin McNamara Molloy Moran
    Nolan O'Brien O'Connell O'Dowd O'Grady O'Keeffe O'Neill O'Reilly O'Shea Quigley Rafferty Scanlon Sheehan Sweeney Tierney Tuohy`),
}

const pakistani: NameList = {
  male: words(`Aamir Abdul Adeel Adnan Ahmed Arshad Asif Atif Bilal Faisal Farooq Ghulam Habib Hamza Haroon Ibrahim Ijaz Iqbal Jameel
    Javed Junaid Kamran Kashif Mohammed Mudassar Nadeem Naveed Nasir Qasim Rashid Rizwan Saeed Shabir Shahid Tahir Tariq Waqas Waseem
    Yasin Yusuf Zafar Zubair`),
  female:
    words(`Aisha Amina Asma Bushra Farah Fatima Hafsa Humaira Khadija Maryam Nadia Nasreen Parveen Razia Rukhsana Saima Samina Shabana
    Sumaira Tahira Zainab`),
  family:
    words(`Akhtar Ashraf Aslam Awan  Baig Bashir Bhatti Chaudhry Dar Ghafoor Hanif Hussain Iqbal Jamil Kauser Latif Mahmood 
    Minhas Mughal Nawaz Parvez Qureshi Rafiq Rehman Saleem Sarwar Shafiq Sharif Siddiqui Sultan Tabassum Yaqoob Yousaf Zaman`),
}

const indian: NameList = {
  male: words(`Ajay Amit Amrit Anil Arjun Ashok Baldev Balwinder Bhavesh Chirag Deepak Dinesh Gurdeep Gurpreet Harjit Hitesh Jagdeep
    Jaspal Jatinder Kamlesh Kiran Kulwinder Mahesh Manjit Mohan Mukesh Nilesh Paramjit Pradeep Rajesh Rakesh Ravinder Sanjay Satnam
    Sukhdev Suresh Surinder Tejinder Vijay Vikram`),
  female:
    words(`Anita Anjali Baljit Bhavna Daljit Geeta Harpreet Jaswinder Kavita Kulvinder Lakshmi Manpreet Meena Neelam Nisha Pooja
    Priya Rajinder Rekha Sangeeta Satwant Sunita Usha Varsha`),
  family:
    words(`Atwal Bains Bal Bansal Basra Bhandal Bhogal Chauhan Cheema Chohan Dhaliwal Dhillon Gahir  Ghuman Gill Grewal Hayer Hothi
    Johal Joshi Kalsi Kandola Kapoor Kaur Lakhani Mahal Mann Mehta Mistry Mistri Nagra Pandya Parmar Patel Purewal Rai Randhawa Sagoo
    Sahota Sandhu Sehmi Sharma Shergill Sidhu Singh Sodhi Sohal Solanki Takhar Thakrar Uppal Virdee`),
}

const somali: NameList = {
  male: words(`Abdi Abdirahman Abdullahi Adan Aden Awale Bashir Daud Dahir Elmi Guled Hirsi Ibrahim Idris Ismail Jama Khadar Liban Mahad
    Mohamed Mukhtar Nur Omar Osman Saeed Warsame Yonis Yusuf Zakariye`),
  female: words(`Amal Amina Asha Ayaan Deqa Fadumo Hamdi Hibo Hodan Ifrah Khadra Ladan Nasra Sagal Sahra Ubah Yasmin`),
  family:
    words(`Abdullahi Abshir Aden Ahmed Artan Barre Botan Dirie Duale Egal Elmi Gedi Guled Hersi Ismail Jama Jibril Kahin Mohamud Muse
    Nur Omar Osman Roble Samatar Shire Sugulle Warsame Yusuf`),
}

const arabic: NameList = {
  male: words(`Adil Ahmad Ammar Anwar Bassam Fadi Faris Ghassan Hadi Haitham Hisham Ibrahim Jamal Karim Khalil Mahmoud Marwan Mohamed Mustafa
    Nabil Nizar Rami Riyad Salim Sami Tarek Walid Yahya Yousef Ziad`),
  female: words(
    `Amal Dalal Dina Ghada Hala Hanan Huda Iman Layla Lina Maha Mona Nadine Nawal Rana Reem Salma Samira Suha Widad`,
  ),
  family:
    words(`Abboud Attar Ayoub Aziz Barakat Darwish Ghanem Haddad Hakim Halabi Hamdan Harb Issa Jabbour Kassem Khalil Khoury Maalouf
    Mansour Nasser Obeid Qasem Rahal Saleh Salloum Shahin Sharif Tawil Younes Zaidan`),
}

/** Every group's names. Lists of the library are used where it has enough of them, spelt as in their own language. */
export const nameLists: Readonly<Record<NameGroup, NameList>> = {
  GB: british,
  IE: irish,
  PL: listFrom(polish),
  RO: listFrom(romanian),
  PT: listFrom(portuguese),
  TR: listFrom(turkish),
  PK: pakistani,
  IN: indian,
  // The first library list mixes given names among its family names, so only the second serves for those.
  NG: { ...listFrom(nigerian, yoruba), family: listFrom(yoruba).family },
  SO: somali,
  AR: arabic,
}
