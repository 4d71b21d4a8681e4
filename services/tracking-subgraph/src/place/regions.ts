/** States and provinces by which carriers narrow a town; the order is that of the region column. GeoNames writes Canada's with numbers. */
export const regions = [
  ...`
  AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware,
  DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas,
  KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi,
  MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York,
  NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, RI Rhode Island,
  SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington,
  WV West Virginia, WI Wisconsin, WY Wyoming
`
    .split(/,\s/)
    .map((line) => line.trim())
    .map((line) => ({ country: 'US', code: line.slice(0, 2), geonames: line.slice(0, 2), name: line.slice(3) })),
  ...`
  AB 01 Alberta, BC 02 British Columbia, MB 03 Manitoba, NB 04 New Brunswick, NL 05 Newfoundland, NS 07 Nova Scotia,
  ON 08 Ontario, PE 09 Prince Edward Island, QC 10 Quebec, SK 11 Saskatchewan, YT 12 Yukon,
  NT 13 Northwest Territories, NU 14 Nunavut
`
    .split(/,\s/)
    .map((line) => line.trim())
    .map((line) => ({ country: 'CA', code: line.slice(0, 2), geonames: line.slice(3, 5), name: line.slice(6) })),
];
