-- What follows runs on Lua 5.2 and 5.4 alike.
--
-- A heuristic claims the values that are ours, before Wireshark's own heuristics. A post-dissector shows
-- them: it joins the instances of the option by itself, as versions before 4.6 do not, and remembers
-- which client is a phone.
local cdc43 = Proto("cdc43", "Certificate enrolment of Cisco desk phones (option 43)")
cdc43.prefs.show_secrets = Pref.bool("Show the challenge password", false,
                                     "Otherwise only its length is shown")

local fields = {
    octets = ProtoField.uint16("cdc43.octets", "Octets of option 43"),
    good = ProtoField.bool("cdc43.good", "Good and complete"),
    -- RULE suboption octet; the octet is -1 when the rule is about none.
    error = ProtoField.string("cdc43.error", "Broken rule"),
    tolerated = ProtoField.string("cdc43.tolerated", "Tolerated"),
    unknown = ProtoField.uint8("cdc43.unknown", "Unknown suboption"),
}
local kinds = {flag = ProtoField.bool, text = ProtoField.string, digest = ProtoField.bytes}
for _, suboption in pairs(suboptions) do
    fields[suboption.field] = kinds[suboption.kind]("cdc43." .. suboption.field, suboption.label)
end
cdc43.fields = fields

local experts = {cut = ProtoExpert.new("cdc43.cut", "The capture has cut the message (snap length)",
                                       expert.group.UNDECODED, expert.severity.WARN)}
for name, sentence in pairs(sentences) do
    experts[name] = ProtoExpert.new("cdc43.rule." .. name:lower(), sentence, expert.group.MALFORMED,
                                    expert.severity.ERROR)
end
for name, comment in pairs(tolerances) do
    experts["tolerated_" .. name] = ProtoExpert.new("cdc43.tolerated." .. name:lower(), comment,
                                                    expert.group.PROTOCOL, expert.severity.NOTE)
end
cdc43.experts = experts

local PAD, END = 0, 255

-- The suboption at place at (from 1 on): code, value, the place of the next one; or an error.
local function next_tlv(octets, at)
    local code = octets:byte(at)
    if code == PAD then
        return code, "", at + 1
    elseif code == END then
        return code, octets:sub(at + 1), #octets + 1
    elseif at == #octets then
        return code, nil, "TRUNCATED"
    end
    local len = octets:byte(at + 1)
    if at + 1 + len > #octets then
        return code, nil, "OVERRUN"
    end
    return code, octets:sub(at + 2, at + 1 + len), at + 2 + len
end

-- The place (from 0 on) of the first octet beyond the range; nil: there is none.
local function find_unprintable(text, low)
    for i = 1, #text do
        local c = text:byte(i)
        if c < low or c > TEXT_HIGH then
            return i - 1
        end
    end
    return nil
end

-- Has a value the form of its kind?
local has_form = {
    flag = function(value)
        return #value == 1
    end,
    text = function(value)
        return find_unprintable(value:match("^(.-)\0*$"), TEXT_LOW) == nil
    end,
    digest = function(value)
        return digests[#value] ~= nil and find_unprintable(value, TEXT_LOW) ~= nil
    end,
}

-- Is a suboption of ours among the octets, as far as they can be walked?
local function has_our_suboption(octets)
    local at = 1
    while at <= #octets do
        local code, value, following = next_tlv(octets, at)
        if suboptions[code] or value == nil then
            return suboptions[code] ~= nil
        end
        at = following
    end
    return false
end

-- Is every octet in a suboption of ours, and are those that a phone needs among them?
local function is_only_ours(octets)
    local at, found = 1, {}
    while at <= #octets do
        local code, value, following = next_tlv(octets, at)
        if value == nil then
            return false
        elseif code ~= PAD and code ~= END then
            if suboptions[code] == nil or not has_form[suboptions[code].kind](value) then
                return false
            end
            found[code] = true
        end
        at = following
    end
    for code, suboption in pairs(suboptions) do
        if suboption.mandatory and not found[code] then
            return false
        end
    end
    return true
end

-- Is the value for our devices? As cdc43_is_ours.
local function is_ours(octets, is_to_phone)
    if is_to_phone then
        return octets == "" or has_our_suboption(octets)
    end
    return is_only_ours(octets)
end

-- How many octets of a DNS name there are at the beginning.
local function find_name_end(text)
    local label, at = 0, 0
    while at < #text do
        local c = text:sub(at + 1, at + 1)
        if not c:match("[%w_]") then
            if at == label or (c ~= "-" and (c ~= "." or text:sub(at, at) == "-")) then
                break
            end
            if c == "." then
                label = at + 1
            end
        end
        if at - label == LABEL_MAX then
            break
        end
        at = at + 1
    end
    if at ~= 0 and (at == label or text:sub(at, at) == "-") then
        return at - 1
    end
    return at
end

-- Error and place, or nil. authority: host and port; base: where it begins in the Server.
local function check_port(authority, at)
    local port = 0
    for i = at + 1, #authority - 1 do
        local digit = authority:sub(i + 1, i + 1):match("%d")
        port = digit and port * 10 + tonumber(digit) or PORT_MAX + 1
        if port > PORT_MAX then
            return "SERVER_PORT", i
        end
    end
    if port == 0 then
        return "SERVER_PORT", math.max(#authority, at + 1)
    end
    return nil
end

-- The place after an IPv6 address in brackets; or nil and the place where it breaks.
local function skip_address(authority)
    if authority:sub(1, 1) ~= "[" then
        return nil, 0
    end
    local inside = authority:match("^%[([%x:.]*)")
    local at = 1 + #inside
    local _, colons = inside:gsub(":", "")
    if colons < 2 or authority:sub(at + 1, at + 1) ~= "]" then
        return nil, at
    end
    return at + 1
end

local function check_authority(authority)
    local at = find_name_end(authority)
    if at == 0 then
        local after, broken = skip_address(authority)
        if after == nil then
            return "SERVER_HOST", broken
        end
        at = after
    elseif authority:sub(at + 1, at + 1) == "." and authority:sub(at + 2, at + 2):match("^:?$") then
        at = at + 1
    end
    if at == #authority then
        return nil
    elseif authority:sub(at + 1, at + 1) == ":" then
        return check_port(authority, at)
    end
    return "SERVER_HOST", at
end

local function check_server(text)
    if #text == 0 then
        return "SERVER_EMPTY", 0
    end
    local bad = find_unprintable(text, TEXT_LOW + 1)
    if bad then
        return "SERVER_CHARACTER", bad
    end
    local lower, base = text:lower(), 0
    if lower:sub(1, 7) == "http://" then
        base = 7
    elseif lower:sub(1, 6) == "http:/" then
        return "SERVER_SCHEME", 0
    elseif lower:sub(1, 7) == "https:/" then
        return "SERVER_HTTPS", 0
    end
    local authority = text:sub(base + 1):match("^[^/?#@]*")
    local after = text:sub(base + #authority + 1)
    if base == 0 and authority:sub(-1) == ":" and after:sub(1, 2) == "//" then
        return "SERVER_SCHEME", 0
    elseif after:sub(1, 1) == "@" then
        return "SERVER_USER_INFO", base + #authority
    end
    local name, at = check_authority(authority)
    return name, name and base + at
end

-- Error and place in the value, or nil.
local function check_value(code, value)
    local kind = suboptions[code].kind
    if code == SERVER then
        return check_server(value)
    elseif kind == "text" then
        local bad = find_unprintable(value, TEXT_LOW)
        return bad and "PASSWORD_CHARACTER", bad
    elseif kind == "digest" then
        return not digests[#value] and "FINGERPRINT_LENGTH" or nil, 0
    elseif #value ~= 1 then
        return "FLAG_LENGTH", 0
    end
    return value:byte(1) > 1 and "FLAG_VALUE" or nil, 0
end

local function is_text(code)
    return suboptions[code].kind == "text"
end

-- One suboption of ours. Adds it to result.values; error and place, or nil.
local function take(code, value, at, result)
    if is_text(code) then
        local text = value:match("^(.-)\0*$")
        if #text ~= #value then
            result.tolerated.TRAILING_NUL = true
        end
        if code == PASSWORD and #text == 0 then
            result.tolerated.EMPTY_PASSWORD = true
        end
        value = text
    end
    local name, bad = check_value(code, value)
    if name then
        return name, at - 1 + 2 + bad
    end
    local before = result.values[code]
    if before then
        result.tolerated.DUPLICATE = true
        if before.value ~= value then
            return "CONFLICT", at - 1
        end
    end
    result.values[code] = {value = value, at = at + 1}
    return nil
end

-- As cdc43_decode with CDC43_TOLERANT, then cdc43_check_complete. The result: values by code, shown (in
-- their order), tolerated, and of the first broken rule error, suboption and octet.
local function decode(octets)
    local result = {values = {}, shown = {}, tolerated = {}}
    local at = 1
    while at <= #octets do
        local code, value, following = next_tlv(octets, at)
        if value == nil then
            result.error, result.suboption, result.octet = following, code, at - 1
            return result
        end
        if code == PAD then
            result.tolerated.PAD = true
        elseif code == END then
            result.tolerated.END = true
        elseif suboptions[code] == nil then
            result.tolerated.UNKNOWN_SUBOPTION = true
            table.insert(result.shown, {code = code, at = at - 1, len = following - at})
        else
            local name, bad = take(code, value, at, result)
            if name then
                result.error, result.suboption, result.octet = name, code, bad
                return result
            end
            table.insert(result.shown, {code = code, at = at - 1, len = following - at,
                                        value = result.values[code].value})
        end
        at = following
    end
    local server, password = result.values[SERVER], result.values[PASSWORD]
    local sum = (server and #server.value or 0) + (password and #password.value or 0)
    if sum > SUM_MAX + 1 then
        result.error = "SUM_LIMIT_REACHED"
        result.suboption = password and #password.value > 0 and PASSWORD or SERVER
        result.octet = result.values[result.suboption].at
    elseif sum == SUM_MAX + 1 then
        result.tolerated.SUM_LIMIT_REACHED = true
    end
    for code = FIRST, LAST do
        local value = result.values[code]
        if result.error == nil and suboptions[code].mandatory and (value == nil or #value.value == 0) then
            result.error, result.suboption, result.octet = "MISSING", code, -1
        end
    end
    return result
end

-- The message. Fields of options in the order of RFC 3396, as cdc43_message_option reads them.
local SNAME, SNAME_END, FILE_END, OPTIONS = 44, 108, 236, 240
local COOKIE = "\99\130\83\99"

-- Appends the instances of an option in a field, from the place first on (from 0) to last. joined has
-- octets and the place in the message of each. False: an option runs past the end.
local function scan(message, first, last, code, joined)
    local field, at = message:sub(first + 1, last), 1
    while at <= #field do
        local found, value, following = next_tlv(field, at)
        if value == nil then
            return false
        end
        if found == code and code ~= PAD and code ~= END then
            joined.present = true
            for i = 1, #value do
                joined.places[#joined.octets + i] = first + at + i
            end
            joined.octets = joined.octets .. value
        end
        at = following
    end
    return true
end

-- The joined value of an option; nil when it is not there or the message is malformed.
local function get_option(message, code)
    local overload = {octets = "", places = {}}
    local joined = {octets = "", places = {}}
    if not scan(message, OPTIONS, #message, 52, overload) then
        return nil, "MESSAGE_OPTION"
    end
    local which = overload.present and overload.octets:byte(1) or 0
    if overload.present and (#overload.octets ~= 1 or which < 1 or which > 3) then
        return nil, "MESSAGE_OVERLOAD"
    end
    if not scan(message, OPTIONS, #message, code, joined) or
        (which % 2 == 1 and not scan(message, SNAME_END, FILE_END, code, joined)) or
        (which >= 2 and not scan(message, SNAME, SNAME_END, code, joined)) then
        return nil, "MESSAGE_OPTION"
    end
    if #joined.octets > OPTION_MAX then
        return nil, "MESSAGE_JOINED_TOO_LONG"
    end
    return joined.present and joined or nil
end

-- Does the model give a Common Name? As cdc43_build_mic_cn.
local function is_model(model)
    local number, after = model:match("^(.-)\0*$"):match("^[DC]P%-(%w+)(.?)")
    return number ~= nil and (after == "" or after == "-") and
        #("CP-" .. number .. "-SEP001A2B3C4D5E") <= COMMON_NAME_MAX
end

-- Is the client a phone, by transaction number and hardware address? nil: it was not heard.
local clients = {}

function cdc43.init()
    clients = {}
end

-- Keeps in mind what a client says it is. A message without option 60 leaves an earlier one's word.
local function hear(message)
    local client = message:sub(5, 8) .. message:sub(29, 44)
    local model = get_option(message, 60)
    if model and #model.octets > 0 then
        clients[client] = message:byte(3) == 6 and is_model(model.octets)
    else
        clients[client] = clients[client] or false
    end
end

-- Is an answer one to a phone? Of a client that was not heard the answer itself may tell.
local function is_to_phone(message)
    local is_phone = clients[message:sub(5, 8) .. message:sub(29, 44)]
    if is_phone == nil then
        local model = get_option(message, 60)
        return model ~= nil and message:byte(3) == 6 and is_model(model.octets)
    end
    return is_phone
end

-- The joined value of option 43 in an answer, if it is for our devices; or nil and an error, of a
-- message to a phone that cannot be read.
local function get_ours(message)
    local to_phone = is_to_phone(message)
    local joined, err = get_option(message, 43)
    if joined and is_ours(joined.octets, to_phone) then
        return joined
    end
    return nil, to_phone and err or nil
end

-- The DHCP message that the packet has; nil: none.
local dhcp = Field.new("dhcp")
local function get_messages()
    local messages = {}
    for _, info in ipairs({dhcp()}) do
        local octets = info.range:bytes():raw()
        if #octets >= OPTIONS and octets:sub(FILE_END + 1, OPTIONS) == COOKIE then
            table.insert(messages, {range = info.range, octets = octets, is_answer = octets:byte(1) ~= 1})
        end
    end
    return messages
end

local function show_value(tree, range, entry, octets)
    local suboption = suboptions[entry.code]
    local item
    if suboption == nil then
        tree:add(fields.unknown, range, entry.code)
        return
    end
    local field = fields[suboption.field]
    if suboption.kind == "flag" then
        local on = entry.value:byte(1) == 1
        item = tree:add(field, range, on)
        item:set_text(suboption.label .. ": " .. (on and suboption.on or suboption.off))
    elseif suboption.kind == "digest" then
        local value = range:len() == entry.len and range:range(2) or ByteArray.new(entry.value, true):tvb("Value"):range()
        item = tree:add(field, value)
        item:append_text(" (" .. digests[#entry.value] .. ")")
    elseif entry.code == PASSWORD and not cdc43.prefs.show_secrets then
        item = tree:add(field, range, "")
        item:set_text(string.format("%s: %d characters, hidden", suboption.label, #entry.value))
    else
        item = tree:add(field, range, entry.value)
    end
end

-- The part of the message that has octets first to first + len - 1 of the option.
local function range_of(message, joined, first, len)
    local start, stop = joined.places[first + 1], joined.places[first + len]
    if start == nil or stop == nil or stop - start ~= len - 1 then
        return start and message:range(start, 1) or message
    end
    return message:range(start, len)
end

local function show(tree, message, joined, result)
    local octets = joined.octets
    tree:add(fields.octets, #octets):set_generated()
    for _, entry in ipairs(result.shown) do
        show_value(tree, range_of(message, joined, entry.at, entry.len), entry, octets)
    end
    for name in pairs(result.tolerated) do
        local item = tree:add(fields.tolerated, name)
        item:set_generated()
        item:add_proto_expert_info(experts["tolerated_" .. name])
    end
    tree:add(fields.good, result.error == nil):set_generated()
    if result.error then
        local item = tree:add(fields.error, string.format("%s %d %d", result.error, result.suboption, result.octet))
        item:set_generated()
        local label = suboptions[result.suboption] and " (" .. suboptions[result.suboption].label .. ")" or ""
        item:set_text(string.format("Suboption %d%s: %s", result.suboption, label, sentences[result.error]))
        item:add_proto_expert_info(experts[result.error])
        tree:append_text(": " .. sentences[result.error])
    else
        tree:append_text(": good")
    end
end

local function show_answer(message, pinfo, tree)
    local joined, err = get_ours(message.octets)
    if joined == nil and err == nil then
        return
    end
    local branch = tree:add(cdc43, message.range)
    if pinfo.caplen < pinfo.len then
        branch:add_proto_expert_info(experts.cut)
    elseif joined == nil then
        local item = branch:add(fields.error, err .. " 0 -1")
        item:set_generated()
        item:add_proto_expert_info(experts[err])
        branch:add(fields.good, false):set_generated()
    else
        show(branch, message.range, joined, decode(joined.octets))
    end
end

function cdc43.dissector(_, pinfo, tree)
    for _, message in ipairs(get_messages()) do
        if message.is_answer then
            show_answer(message, pinfo, tree)
        else
            hear(message.octets)
        end
    end
end
register_postdissector(cdc43)

-- The claim, for each instance of the option. Its tree says where the rest is.
local claim = Proto("cdc43_claim", "Suboptions 10 to 15 for Cisco desk phones, see CDC43 below")
function claim.dissector()
end
claim:register_heuristic("dhcp.vendor_info", function(tvb, _, tree)
    for _, message in ipairs(get_messages()) do
        if message.is_answer and get_ours(message.octets) then
            tree:add(claim, tvb:range())
            return true
        end
    end
    return false
end)
