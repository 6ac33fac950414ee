# A static leanon in an image that holds nothing else but certificates and zone
# data. Build: docker build -t leanon .
# For another processor: docker build --platform linux/arm64 -t leanon .
# Run: docker compose up -d (compose.yaml), or
# docker run -d --restart unless-stopped -v leanon:/data -e DISCORD_TOKEN leanon
# Settings: LEANON_... variables, or a config.yaml in the volume.

# Pinned by digest, so that the same source is built by the same tools. After a release
# of Go: docker buildx imagetools inspect golang:1.26-bookworm
#
# The program is built on the processor that is here for the one it is meant for.
FROM --platform=$BUILDPLATFORM golang:1.26.8-bookworm@sha256:a688600ca24f8a4d3ca77f95b0dd40704a9fc787c826660eb7ba0b641b8b175d AS build
ARG TARGETARCH
# Debian's zone data is newer than what Go carries: governments change their
# clocks at short notice. Rebuild the image now and then to get the newest.
RUN here=$(dpkg --print-architecture); case "${TARGETARCH:=$here}/$here" in \
      amd64/amd64 | arm64/arm64) compiler='gcc libc6-dev' ;; \
      amd64/*) compiler='gcc-x86-64-linux-gnu libc6-dev-amd64-cross' ;; \
      arm64/*) compiler='gcc-aarch64-linux-gnu libc6-dev-arm64-cross' ;; \
      *) echo "leanon is built for amd64 and arm64, not for $TARGETARCH" >&2; exit 1 ;; \
    esac \
 && apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates git tzdata $compiler \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
RUN release/binary "linux/${TARGETARCH:-$(dpkg --print-architecture)}" /out/leanon $VERSION \
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
# The bot has two minutes to find its session. While Discord is out of reach it is not
# healthy, which is told and restarts nothing; `leanon health --live` tells only of a bot
# that hangs.
HEALTHCHECK --interval=1m --timeout=15s --start-period=2m --retries=3 CMD ["/leanon", "health"]
ENTRYPOINT ["/leanon"]
