package gazetteer

import (
	"slices"
	"strings"
)

// abbreviations are the letters that stand for the clock of several zones, with those
// zones: first the ones that change their clocks in summer, in the order of how many
// people are likely to mean them.
var abbreviations = map[string]string{
	"est edt et eastern":                 "America/New_York America/Toronto America/Detroit America/Panama America/Jamaica America/Cancun Etc/GMT+5",
	"cst cdt ct central":                 "America/Chicago America/Winnipeg America/Havana America/Mexico_City America/Guatemala America/Costa_Rica America/Regina Asia/Shanghai Asia/Taipei Etc/GMT+6",
	"mst mdt mt mountain":                "America/Denver America/Edmonton America/Boise America/Phoenix America/Hermosillo Asia/Kuala_Lumpur Etc/GMT+7",
	"pst pdt pt pacific":                 "America/Los_Angeles America/Vancouver America/Tijuana Asia/Manila Etc/GMT+8",
	"akst akdt":                          "America/Anchorage",
	"hst hdt":                            "Pacific/Honolulu America/Adak",
	"ast adt atlantic":                   "America/Halifax Atlantic/Bermuda America/Puerto_Rico America/Santo_Domingo Asia/Riyadh Etc/GMT+4",
	"nst ndt":                            "America/St_Johns",
	"cet cest mez mesz central-european": "Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Warsaw Europe/Amsterdam Europe/Vienna Europe/Zurich Europe/Brussels Europe/Prague Europe/Budapest Europe/Stockholm Europe/Oslo Europe/Copenhagen Europe/Belgrade Africa/Algiers Africa/Tunis Etc/GMT-1",
	"met mest":                           "Europe/Berlin Europe/Paris Etc/GMT-1",
	"eet eest oez eastern-european":      "Europe/Kyiv Europe/Bucharest Europe/Athens Europe/Helsinki Europe/Sofia Europe/Vilnius Europe/Riga Europe/Tallinn Europe/Chisinau Asia/Beirut Africa/Cairo Africa/Tripoli Europe/Kaliningrad Etc/GMT-2",
	"wet west western-european":          "Europe/Lisbon Atlantic/Canary Atlantic/Madeira Africa/Casablanca Etc/GMT",
	"bst british-summer":                 "Europe/London Asia/Dhaka",
	"ist":                                "Europe/Dublin Asia/Jerusalem Asia/Kolkata",
	"idt":                                "Asia/Jerusalem",
	"msk msd":                            "Europe/Moscow Europe/Simferopol Etc/GMT-3",
	"samt":                               "Europe/Samara",
	"yekt":                               "Asia/Yekaterinburg",
	"omst":                               "Asia/Omsk",
	"krat":                               "Asia/Krasnoyarsk",
	"irkt":                               "Asia/Irkutsk",
	"vlat":                               "Asia/Vladivostok",
	"trt":                                "Europe/Istanbul",
	"gst":                                "Asia/Dubai Asia/Muscat Atlantic/South_Georgia Etc/GMT-4",
	"irst irdt":                          "Asia/Tehran",
	"pkt":                                "Asia/Karachi",
	"npt":                                "Asia/Kathmandu",
	"bdt":                                "Asia/Dhaka Asia/Brunei",
	"mmt":                                "Asia/Yangon",
	"ict":                                "Asia/Bangkok Asia/Ho_Chi_Minh Asia/Phnom_Penh Asia/Vientiane Etc/GMT-7",
	"wib":                                "Asia/Jakarta Asia/Pontianak",
	"wita":                               "Asia/Makassar",
	"wit":                                "Asia/Jayapura",
	"sgt":                                "Asia/Singapore",
	"myt":                                "Asia/Kuala_Lumpur Asia/Kuching",
	"hkt":                                "Asia/Hong_Kong",
	"pht phst":                           "Asia/Manila",
	"jst":                                "Asia/Tokyo Etc/GMT-9",
	"kst":                                "Asia/Seoul Asia/Pyongyang",
	"awst":                               "Australia/Perth Etc/GMT-8",
	"acst acdt":                          "Australia/Adelaide Australia/Darwin",
	"aest aedt":                          "Australia/Sydney Australia/Melbourne Australia/Hobart Australia/Brisbane Etc/GMT-10",
	"nzst nzdt":                          "Pacific/Auckland Etc/GMT-12",
	"sast":                               "Africa/Johannesburg Etc/GMT-2",
	"cat":                                "Africa/Harare Africa/Lusaka Africa/Maputo Africa/Kigali Etc/GMT-2",
	"eat":                                "Africa/Nairobi Africa/Addis_Ababa Africa/Kampala Africa/Dar_es_Salaam Etc/GMT-3",
	"wat":                                "Africa/Lagos Africa/Kinshasa Africa/Luanda Etc/GMT-1",
	"brt brst":                           "America/Sao_Paulo America/Bahia America/Fortaleza Etc/GMT+3",
	"amt":                                "America/Manaus Asia/Yerevan Etc/GMT+4",
	"art":                                "America/Argentina/Buenos_Aires Etc/GMT+3",
	"clt clst":                           "America/Santiago",
	"cot":                                "America/Bogota Etc/GMT+5",
	"pet":                                "America/Lima Etc/GMT+5",
	"ect":                                "America/Guayaquil Etc/GMT+5",
	"vet":                                "America/Caracas Etc/GMT+4",
	"bot":                                "America/La_Paz Etc/GMT+4",
	"uyt":                                "America/Montevideo",
	"pyt pyst":                           "America/Asuncion",
	"sst":                                "Pacific/Pago_Pago",
	"chst":                               "Pacific/Guam",
	"fjt":                                "Pacific/Fiji",
	"uzt":                                "Asia/Tashkent",
	"azt":                                "Asia/Baku",
	"get":                                "Asia/Tbilisi",
	"almt":                               "Asia/Almaty",
}

// abbreviation returns the zones that letters or an offset may mean, or a clock's name
// such as "Pacific Standard Time"; nil for what is none of them.
func (s search) abbreviation(typed string) []Place {
	if minutes, ok := offset(typed); ok {
		return s.withOffset(minutes)
	}
	plain := strings.TrimSuffix(Plain(typed), " standard")
	words := strings.Fields(plain)
	if len(words) == 0 {
		return nil
	}
	for said, zones := range abbreviations {
		all := strings.Fields(said)
		called := slices.Contains(all, strings.ReplaceAll(plain, " ", "-"))
		unknown := slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(all, w) })
		if called || !unknown { // "EST/EDT" are two words for one clock
			return s.zones(strings.Fields(zones))
		}
	}
	return nil
}

// zones returns zones to choose from. Those of the person's own country that change their
// clocks go first.
func (s search) zones(names []string) (found []Place) {
	var here, rest []Place
	home := s.home()
	for _, name := range names {
		z, _ := zoneCalled(name)
		country, settled := z.country()
		if settled && z.winter() != z.summer() && slices.Contains(home, country) {
			here = append(here, z.offered())
		} else {
			rest = append(rest, z.offered())
		}
	}
	return append(here, rest...)
}
