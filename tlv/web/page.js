// SPDX-License-Identifier: MIT
// The page around the codec. It decides nothing: it asks the compiled code and shows the answers.
"use strict";
(function () {
    const at = (id) => document.getElementById(id);
    const RESERVE = 4096; // octets of a question that are left for other fields than the longest
    let codec;
    let certificate = null; // octets of the file that was chosen last, to hash them in another way

    // Asks a question: fields with text or octets, or lists of them. README.md has the questions.
    function ask(fields) {
        const encoder = new TextEncoder();
        let room = codec.cdc43_page_question();
        const end = room + codec.cdc43_page_capacity();
        const put = (octets) => {
            new Uint8Array(codec.memory.buffer).set(octets, room);
            room += octets.length;
        };
        for (const [name, values] of Object.entries(fields)) {
            for (const value of Array.isArray(values) ? values : [values]) {
                const octets = value instanceof Uint8Array ? value : encoder.encode(value);
                if (octets.length > end - room - RESERVE) { // a thousand times as long as an option
                    return ask({ ask: fields.ask, cut: name });
                }
                const length = new Uint8Array(4);
                new DataView(length.buffer).setUint32(0, octets.length, true);
                put(encoder.encode(name + "\0"));
                put(length);
                put(octets);
            }
        }
        const length = codec.cdc43_page_ask(room - codec.cdc43_page_question());
        const answer = new Uint8Array(codec.memory.buffer, codec.cdc43_page_answer(), length);
        const text = new TextDecoder().decode(answer);
        codec.cdc43_page_wipe();
        return JSON.parse(text);
    }

    // A new element: its class, its text, and what is in it.
    function make(tag, className, ...inside) {
        const element = document.createElement(tag);
        if (className) {
            element.className = className;
        }
        element.append(...inside);
        return element;
    }

    function offer(select, choices, chosen) {
        for (const choice of choices) {
            select.append(new Option(choice.title, choice.name, false, choice.name === chosen));
        }
    }

    // A sentence, or nothing, in an element; level is its class.
    function say(element, sentence, level) {
        element.textContent = sentence || "";
        element.classList.remove("bad", "warning", "good", "open");
        if (level) {
            element.classList.add(level);
        }
    }

    // The error below a field.
    function mark(id, sentence, level) {
        say(at(id + "-error"), sentence, level);
        if (level === "bad") {
            at(id).setAttribute("aria-invalid", "true");
        } else {
            at(id).removeAttribute("aria-invalid");
        }
    }

    // The field of a suboption.
    function makeField(suboption) {
        const id = suboption.name;
        const label = make("label", "", suboption.label);
        const error = make("p", "error");
        const input = make(suboption.kind === "flag" ? "select" : "input");
        label.htmlFor = input.id = input.name = id;
        error.id = id + "-error";
        input.setAttribute("aria-describedby", error.id);
        if (suboption.kind === "flag") {
            suboption.words.forEach((word) => input.append(new Option(word.title, word.name)));
        } else {
            input.type = suboption.kind === "secret" ? "password" : "text";
            input.autocomplete = "off";
            input.spellcheck = false;
            input.setAttribute("autocapitalize", "none");
        }
        const field = make("div", "field", label, input, error);
        const more = { digest: "certificate-template", secret: "secret-template" }[suboption.kind];
        if (more) {
            field.append(at(more).content.cloneNode(true));
        }
        return field;
    }

    function makeModel(model, i) {
        const box = make("input");
        const label = make("label", "", `${model.name}, ${model.title}`);
        box.type = "checkbox";
        box.name = "model";
        box.value = model.name;
        box.defaultChecked = true;
        label.htmlFor = box.id = "model-" + i;
        return make("div", "", box, " ", label);
    }

    // Octets in colours, and a table that says what they are.
    function showRows(target, rows) {
        target.replaceChildren();
        if (!rows || rows.length === 0) {
            return;
        }
        const digits = make("div", "digits");
        const body = make("tbody");
        digits.setAttribute("aria-hidden", "true"); // the table says the same
        for (const row of rows) {
            row.octets.forEach((octet, i) => {
                const names = ["of-" + row.kind];
                if (i < 2 && row.kind !== "broken") {
                    names.push("head");
                }
                if (i === 0) {
                    names.push("first");
                }
                if (i === row.octets.length - 1) {
                    names.push("last");
                }
                digits.append(make("span", names.join(" "), octet));
            });
            const name = make("th", "", make("span", "swatch of-" + row.kind), `${row.code} ${row.label}`);
            name.scope = "row";
            body.append(make("tr", "", name, make("td", "number", String(row.offset)),
                make("td", "number", String(row.octets.length)), make("td", "", row.meaning || "")));
        }
        const heads = [["", "Suboption"], ["number", "Offset"], ["number", "Octets"], ["", "Meaning"]];
        const head = make("tr", "", ...heads.map(([className, text]) => {
            const cell = make("th", className, text);
            cell.scope = "col";
            return cell;
        }));
        target.append(digits, make("div", "wide", make("table", "rows", make("thead", "", head), body)));
    }

    function showLimits(limits) {
        at("limits").replaceChildren(...limits.map((limit) => {
            const used = make("span");
            used.style.width = Math.min(100, 100 * limit.used / limit.limit) + "%";
            const bar = make("div", "bar", used);
            bar.setAttribute("aria-hidden", "true");
            return make("div", limit.over ? "over" : "", make("dt", "", limit.what),
                make("dd", "", limit.sentence), bar);
        }));
    }

    // The sentence for screen readers, when nobody types any more.
    let saying = 0;
    function sayLater(sentence) {
        clearTimeout(saying);
        saying = setTimeout(() => {
            at("said").textContent = sentence;
        }, 800);
    }

    function chosenModels() {
        const models = Array.from(document.querySelectorAll("[name=model]:checked"), (box) => box.value);
        return at("other-model").value === "" ? models : models.concat(at("other-model").value);
    }

    function typed(tables) {
        const fields = { ask: "encode", profile: at("profile").value, format: at("format").value,
            model: chosenModels() };
        for (const { name } of tables.suboptions) {
            if (at(name).value !== "") {
                fields[name] = at(name).value;
            }
        }
        if (at("show").checked) {
            fields.show = "";
        }
        return fields;
    }

    function showFormat(answer) {
        at("format-facts").replaceChildren(...answer.facts.map((fact) =>
            make("div", "", make("dt", "", fact.name), make("dd", "", fact.sentence))));
        say(at("refusal"), answer.refusal, "bad");
        at("snippet-box").hidden = !answer.snippet;
        at("snippet").textContent = answer.snippet || "";
        at("copied").textContent = "";
    }

    function showNames(models) {
        const fields = { ask: "identity" };
        let note = "";
        const errors = {};
        for (const name of ["domain", "mac"]) {
            if (at(name).value !== "") {
                fields[name] = at(name).value;
            }
        }
        at("names").replaceChildren(...models.map((model) => {
            const answer = ask({ ...fields, model });
            const head = make("th", "", model);
            head.scope = "row";
            note = answer.note || note;
            if (!answer.ok) {
                const cell = make("td", "bad", answer.error.sentence);
                cell.colSpan = 2;
                answer.errors.forEach((error) => {
                    errors[error.field] = error.sentence;
                });
                return make("tr", "", head, cell);
            }
            const cells = [["Common Name", answer.commonName], ["User ID", answer.userId]];
            return make("tr", "", head, ...cells.map(([name, text]) => {
                const cell = make("td", "", text);
                cell.dataset.name = name; // shown where there is no room for the head of the table
                return cell;
            }));
        }));
        say(at("names-note"), note);
        for (const [id, field] of [["domain", "domain"], ["mac", "mac"], ["other-model", "model"]]) {
            mark(id, errors[field], errors[field] && "bad");
        }
    }

    function calculate(tables) {
        const answer = ask(typed(tables));
        for (const { name } of tables.suboptions) {
            const error = answer.errors.find((found) => found.field === name);
            mark(name, error && error.sentence, error && error.level);
        }
        at("challenge-password").type = at("show").checked ? "text" : "password";
        showLimits(answer.limits);
        say(at("outcome"), answer.error && answer.error.sentence, answer.level);
        showRows(at("octets"), answer.rows);
        showFormat(answer);
        showNames(chosenModels());
        sayLater(answer.said);
    }

    function check() {
        const fields = { ask: "judge", profile: at("check-profile").value, text: at("pasted").value };
        if (at("check-show").checked) {
            fields.show = "";
        }
        const answer = ask(fields);
        say(at("verdict"), answer.verdict, answer.level);
        say(at("check-note"), answer.note);
        at("findings").replaceChildren(...answer.findings.map((finding) =>
            make("li", "", make("b", finding.level, finding.word), finding.sentence)));
        showRows(at("check-octets"), answer.rows);
    }

    // The digest of the certificate that was chosen, into the field of the fingerprint.
    async function hash(tables, answer) {
        const octets = Uint8Array.from(answer.der.match(/../g), (digits) => parseInt(digits, 16));
        const name = at("digest").selectedOptions[0].text;
        const digest = new Uint8Array(await crypto.subtle.digest(name, octets));
        const suboption = tables.suboptions.find((found) => found.kind === "digest");
        at(suboption.name).value = Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("");
        calculate(tables);
    }

    function takeCertificate(tables) {
        if (certificate === null) {
            return;
        }
        const answer = ask({ ask: "certificate", file: certificate });
        say(at("certificate-note"), answer.note, answer.level);
        if (answer.ok) {
            hash(tables, answer);
        }
    }

    async function takeFile(tables, file) {
        if (file) {
            certificate = new Uint8Array(await file.arrayBuffer());
            takeCertificate(tables);
        }
    }

    function acceptFiles(tables) {
        const drop = at("drop");
        at("certificate").addEventListener("change", (event) => takeFile(tables, event.target.files[0]));
        at("digest").addEventListener("change", () => takeCertificate(tables));
        for (const name of ["dragover", "dragleave", "drop"]) {
            drop.addEventListener(name, (event) => {
                event.preventDefault();
                drop.classList.toggle("over", name === "dragover");
            });
        }
        drop.addEventListener("drop", (event) => takeFile(tables, event.dataTransfer.files[0]));
        at("no-digest").hidden = Boolean(window.crypto && crypto.subtle);
    }

    async function copy() {
        const text = at("snippet").textContent;
        try {
            await navigator.clipboard.writeText(text);
        } catch (error) { // not allowed here: as in old browsers
            const range = document.createRange();
            range.selectNodeContents(at("snippet"));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            document.execCommand("copy");
        }
        at("copied").textContent = "Copied.";
    }

    function listen(tables) {
        at("make").addEventListener("input", () => calculate(tables));
        at("format").addEventListener("input", () => calculate(tables));
        at("make").addEventListener("submit", (event) => event.preventDefault());
        at("make").addEventListener("reset", () => {
            certificate = null;
            say(at("certificate-note"), "");
            setTimeout(() => calculate(tables)); // when the fields are empty
        });
        at("example").addEventListener("click", () => {
            for (const { name, title } of tables.example) {
                at(name).value = title;
            }
            calculate(tables);
        });
        at("copy").addEventListener("click", copy);
        for (const id of ["pasted", "check-profile", "check-show"]) {
            at(id).addEventListener("input", check);
        }
        // Nothing of a password is left when somebody comes back to the page.
        window.addEventListener("pagehide", () => {
            at("make").reset();
            at("pasted").value = "";
            calculate(tables);
            check();
        });
    }

    function build(tables) {
        at("version").textContent = tables.version;
        offer(at("profile"), tables.devices);
        offer(at("check-profile"), tables.devices);
        at("parameters").append(...tables.suboptions.map(makeField));
        at("models").append(make("div", "models", ...tables.models.map(makeModel)));
        offer(at("digest"), tables.digests, tables.digest);
        offer(at("format"), tables.formats);
        listen(tables);
        acceptFiles(tables);
        calculate(tables);
        check();
        at("broken").hidden = true;
        document.querySelector("main").hidden = false;
    }

    const octets = Uint8Array.from(atob(at("codec").textContent), (c) => c.charCodeAt(0));
    WebAssembly.instantiate(octets).then(({ instance }) => {
        codec = instance.exports;
        build(ask({ ask: "tables" }));
        window.cdc43 = { ask };
    });
})();
