# A static leanon in an image that holds nothing else but certificates and zone
# data. Build: docker build -t leanon .
# Run: docker run -d --restart unless-stopped -v leanon:/data -e DISCORD_TOKEN leanon
# Settings: LEANON_... variables, or a config.yaml in the volume.

# Pinned by digest, so that the same source is built by the same tools. After a release
# of Go: docker buildx imagetools inspect golang:1.26-bookworm
FROM golang:1.26.8-bookworm@sha256:a688600ca24f8a4d3ca77f95b0dd40704a9fc787c826660eb7ba0b641b8b175d AS build
# Debian's zone data is newer than what Go carries: governments change their
# clocks at short notice. Rebuild the image now and then to get the newest.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates gcc git libc6-dev tzdata \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# SQLite is C, so cgo it is. netgo and osusergo keep name look-ups in Go, because
# glibc's cannot be linked statically; sqlite_omit_load_extension drops dlopen.
RUN CGO_ENABLED=1 go build -trimpath -buildvcs=auto \
      -tags 'netgo osusergo sqlite_omit_load_extension' \
      -ldflags '-s -w -linkmode external -extldflags "-static"' \
      -o /out/leanon . \
 && /out/leanon version \
 && mkdir -p /root-fs/etc /root-fs/tmp /out/data \
 && echo 'leanon:x:65532:65532:leanon:/data:/sbin/nologin' > /root-fs/etc/passwd \
 && echo 'leanon:x:65532:' > /root-fs/etc/group \
 && chmod 1777 /root-fs/tmp && chmod 700 /out/data

FROM scratch
COPY --from=build /root-fs/ /
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build /out/leanon /leanon
ENV LEANON_DATA=/data
USER 65532:65532
WORKDIR /data
VOLUME /data
ENTRYPOINT ["/leanon"]
